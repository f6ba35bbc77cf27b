import "server-only";
import { z } from "zod";
import type { Credentials } from "@/lib/auth/contract";
import { clientInfo } from "@/lib/http/request/request-facts";
import type { SignedIn } from "@/lib/http/signed-in";
import { ownAccount } from "../own/own-account";
import type { AccountParts } from "../parts";
import { checkPassword } from "./check-password";
import { passwordSchema } from "./identity";
import { type RequestContext, replaceCredential } from "./replace-credential";

// Asks again for the password before a sensitive act: whoever took over a browser that was left open, or stole
// a cookie some time ago, does not have it.

export const reauthenticateSchema = z.object({ password: passwordSchema });

/**
 * With the right password this browser gets a new credential of the same mode, and the old one ends. Null for a
 * wrong one. Throws `ThrottledError` as signing in does, `AccountClosedError` for an account that is gone.
 */
export async function reauthenticate(
  parts: AccountParts,
  current: SignedIn,
  password: string,
  context: RequestContext,
): Promise<Credentials | null> {
  const account = await ownAccount(parts, current);
  const { principal } = account;
  if (!(await checkPassword(parts, principal.email, account, password, context.headers))) return null;
  const { userId } = principal;
  const client = clientInfo(context.headers);
  return replaceCredential(parts, context, principal, current.mode, {
    checkedHash: account.passwordHash,
    alongside: (sessionId) =>
      parts.audit.record({ kind: "reauthenticated", userId, sessionId, mode: current.mode, client }),
  });
}
