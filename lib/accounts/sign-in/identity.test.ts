import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emailSchema, nameSchema, newPasswordSchema, passwordSchema } from "./identity";

const email = (value: unknown) => emailSchema.safeParse(value).data;
const accepts = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown) =>
  schema.safeParse(value).success;
const NO_TEXT = [undefined, null, 1, true, [], {}, ["ada@example.com"], { $ne: "" }];

describe("an address", () => {
  it.each([
    "ada@example.com",
    "ADA@EXAMPLE.COM",
    "  Ada@Example.com\t",
    "\u00a0ada@example.com\u3000",
    "ａｄａ＠ｅｘａｍｐｌｅ．ｃｏｍ",
    "𝐚𝐝𝐚@example.com",
    "ⓐⓓⓐ@example.com",
    "ada@example.ⓒom",
  ])("%j is one spelling of ada@example.com", (spelling) => {
    expect(email(spelling)).toBe("ada@example.com");
  });

  it.each([
    ["Kelvin sign", "\u212Aurt@example.com", "kurt@example.com"],
    ["composed and decomposed", "e\u0301@example.com", "\u00e9@example.com"],
    [
      "a dotted capital I, whose lower case is not normalized",
      "\u0130\u0327@example.com",
      "i\u0327\u0307@example.com",
    ],
  ])("%s: both spellings are equal", (_, one, other) => {
    expect(email(one)).toBeDefined();
    expect(email(one)).toBe(email(other));
  });

  it("the stored spelling is its own normal form", () => {
    const part = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(part, part, (local, domain) => {
        const stored = email(`${local}@${domain}.com`);
        if (stored === undefined) return;
        expect(email(stored)).toBe(stored);
        expect(stored).not.toMatch(/[\s\p{Cc}\p{Cf}]/u);
        expect(stored.length).toBeLessThanOrEqual(254);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ...NO_TEXT,
    "",
    "ada",
    "@example.com",
    "ada@",
    "ada@example",
    "ada@@example.com",
    "ada@example..com",
    "ada@.com",
    "a da@example.com",
    "ada@exam ple.com",
    "ada\0@example.com",
    "ada\n@example.com",
    "ada\u200b@example.com",
    "ada\ud800@example.com",
    `${"a".repeat(250)}@example.com`,
    // Eighteen times longer after NFKC.
    `${"\ufdfa".repeat(100)}@example.com`,
  ])("%j is refused", (value) => expect(accepts(emailSchema, value)).toBe(false));
});

describe("a name", () => {
  it.each(["Ada", "a", "李", "O’Brien", "👩‍👩‍👧", "<b>Ada</b>", "می‌خواهم", "é".repeat(80), "😀".repeat(80)])(
    "%j is one",
    (name) => expect(accepts(nameSchema, name)).toBe(true),
  );

  it.each([
    ...NO_TEXT,
    "",
    "   ",
    "\u200b",
    "\u200d\u2060",
    "a\0",
    "a\nb",
    "a\u0085",
    "a\u2028b",
    "\u202egnp.exe",
    "a\u2066b",
    "\udc00",
    "😀".repeat(81),
  ])("%j is refused", (name) => expect(accepts(nameSchema, name)).toBe(false));

  it("is trimmed and composed", () => {
    expect(nameSchema.parse("  e\u0301 ")).toBe("\u00e9");
  });
});

describe("a password", () => {
  it.each([
    "jkq8-ulm",
    "correct horse battery staple",
    "pässwörd mit ümläuten",
    "😀😀😀😀😀😀😀😀",
    " ".repeat(8),
    "a\0b\0c\0d\0",
    "😀".repeat(1024),
  ])("%j may be chosen", (password) => expect(accepts(newPasswordSchema, password)).toBe(true));

  it.each([
    ...NO_TEXT,
    "",
    "1234567",
    "😀😀😀😀😀😀😀",
    "password",
    "PASSWORD",
    "ｐａｓｓｗｏｒｄ",
    "password1",
    "12345678",
    "\ud800".repeat(8),
    "😀".repeat(1025),
  ])("%j may not", (password) => expect(accepts(newPasswordSchema, password)).toBe(false));

  it("signing in asks for text of a bounded length and nothing else", () => {
    for (const password of ["", "1", "password", "\0", "😀".repeat(1024)])
      expect(accepts(passwordSchema, password)).toBe(true);
    for (const password of [...NO_TEXT, "\udc00", "a".repeat(1025), "a".repeat(1_000_000)])
      expect(accepts(passwordSchema, password)).toBe(false);
  });

  it("the schema keeps it as typed, so that the whole of it is hashed", () => {
    expect(passwordSchema.parse("  ａ\0b  ")).toBe("  ａ\0b  ");
  });
});
