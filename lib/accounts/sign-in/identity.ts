import { dictionary } from "@zxcvbn-ts/language-common";
import { z } from "zod";

// What an address, a name and a new password must look like. The messages are what people read.

const MAX_EMAIL = 254;
const MAX_NAME = 80;
const MIN_PASSWORD = 8;
export const MAX_PASSWORD = 1024;

/** NIST SP 800-63B §3.1.1.2: refuse what everybody tries first. */
const COMMON_PASSWORDS = new Set(dictionary["passwords-common"]);

const codePoints = (value: string): number => [...value].length;
/** Half a surrogate pair is no character: it would change on its way through UTF-8. */
const text = z
  .string("Please fill this in.")
  .refine((value) => value.isWellFormed(), "This is not valid text.");

/**
 * One person, one spelling: after NFKC and lower case two addresses are equal or different, nothing between.
 * Normalized again at the end, because lower case can undo it ("İ" becomes "i" and a combining dot).
 */
function normalizeEmail(email: string): string {
  return email.normalize("NFKC").trim().toLowerCase().normalize("NFKC");
}

export const emailSchema = text
  .max(4 * MAX_EMAIL, "This address is too long.")
  .transform(normalizeEmail)
  .pipe(
    z
      .string()
      .max(MAX_EMAIL, "This address is too long.")
      .regex(
        /^[^\s@\p{Cc}\p{Cf}]+@[^\s@.\p{Cc}\p{Cf}]+(\.[^\s@.\p{Cc}\p{Cf}]+)+$/u,
        "This is not an e-mail address.",
      ),
  );

export const nameSchema = text
  .transform((name) => name.normalize("NFC").trim())
  .pipe(
    z
      .string()
      .regex(/[\p{L}\p{N}\p{P}\p{S}]/u, "Please enter a name.")
      .refine((name) => codePoints(name) <= MAX_NAME, `A name has at most ${MAX_NAME} characters.`)
      // Line separators and what turns the direction of the text around it (UAX #9).
      .regex(/^[^\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]*$/u, "A name has no control characters."),
  );

/** A password someone types to sign in: any text up to the bound, so that old passwords keep working. */
export const passwordSchema = text.refine(
  (password) => codePoints(password) <= MAX_PASSWORD,
  `A password has at most ${MAX_PASSWORD.toLocaleString("en-US")} characters.`,
);

/** A password someone chooses. Length is what counts; no rules about kinds of characters (NIST SP 800-63B). */
export const newPasswordSchema = passwordSchema
  .refine((password) => codePoints(password) >= MIN_PASSWORD, `Use at least ${MIN_PASSWORD} characters.`)
  .refine(
    (password) => !COMMON_PASSWORDS.has(password.normalize("NFKC").toLowerCase()),
    "This password is one of the most common ones. Please choose another.",
  );
