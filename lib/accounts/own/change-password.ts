import "server-only";
import { z } from "zod";
import { hashPassword } from "@/lib/auth/password";
import { clientInfo } from "@/lib/http/request/request-facts";
import type { SignedIn } from "@/lib/http/signed-in";
import type { AccountParts } from "../parts";
import { checkPassword } from "../sign-in/check-password";
import { newPasswordSchema, passwordSchema } from "../sign-in/identity";
import { type RequestContext, replaceCredential } from "../sign-in/replace-credential";
import { endAll } from "../sign-ins/end-sign-ins";
import { type Ending, endingsOf } from "../sign-ins/endings";
import { tallySignIns } from "../sign-ins/sign-ins";
import { type AccountRefusal, isShared, ownAccount } from "./own-account";

// Changing the password: with the old one, and it ends every other sign-in, because somebody may be in one of
// them who should not (OWASP ASVS 5.0 §7.4.3).

export const changePasswordSchema = z
  .object({ currentPassword: passwordSchema, newPassword: newPasswordSchema })
  .refine(({ currentPassword, newPassword }) => !isSame(currentPassword, newPassword), {
    path: ["newPassword"],
    message: "This is the password you have. Please choose another.",
  });
export type ChangePasswordInput = z.infer<typeof changePasswordSchema>;

/** As hashing sees them. */
const isSame = (one: string, other: string): boolean => one.normalize("NFKC") === other.normalize("NFKC");

export type PasswordChange = { refused: AccountRefusal } | { refused: null; endings: Ending[] };

/**
 * This browser gets a new credential; all other sign-ins and every pair end in the same transaction. Of several
 * changes at once that know the old password, one succeeds. Throws `ThrottledError`, `AccountClosedError`.
 */
export async function changePassword(
  parts: AccountParts,
  current: SignedIn,
  { currentPassword, newPassword }: ChangePasswordInput,
  context: RequestContext,
): Promise<PasswordChange> {
  const account = await ownAccount(parts, current);
  const { principal, passwordHash: oldHash } = account;
  if (isShared(parts, account)) return { refused: "demo_account" };
  if (!(await checkPassword(parts, principal.email, account, currentPassword, context.headers)))
    return { refused: "wrong_password" };

  // Before the transaction: hashing takes long, and nobody else could write meanwhile.
  const newHash = await hashPassword(newPassword);
  const { userId } = principal;
  const { mode } = current;
  const client = clientInfo(context.headers);
  let endings: Ending[] = [];
  try {
    await replaceCredential(parts, context, principal, mode, {
      async alongside(sessionId) {
        if (!(await parts.accounts.replacePassword(userId, oldHash, newHash))) throw new OvertakenError();
        const others = await tallySignIns(parts, userId, sessionId);
        endings = await endingsOf(parts, userId, others, "revokeAll");
        const ended = await endAll(parts, userId, sessionId);
        const detail = { ended };
        await parts.audit.record({ kind: "password.changed", userId, sessionId, mode, client, detail });
      },
    });
  } catch (error) {
    if (error instanceof OvertakenError) return { refused: "wrong_password" };
    throw error;
  }
  return { refused: null, endings };
}

/** Another change came first, so what was typed is no longer the current password. Undoes the replacement. */
class OvertakenError extends Error {}
