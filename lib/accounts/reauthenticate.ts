import "server-only";
import { z } from "zod";
import type { Credentials } from "@/lib/auth/contract";
import type { SignedIn } from "@/lib/session/authenticate";
import { clientInfo } from "@/lib/session/request-facts";
import { getRuntime } from "@/lib/session/runtime";
import { checkPassword } from "./check-password";
import { exchangeCredential, type RequestContext } from "./exchange";
import { passwordSchema } from "./identity";
import { ownAccount } from "./own-account";

// Asks again for the password before a sensitive act: whoever took over a browser that was left open, or stole
// a cookie some time ago, does not have it.

export const reauthenticateSchema = z.object({ password: passwordSchema });

/**
 * With the right password this browser gets a new credential of the same mode, and the old one ends. Null for a
 * wrong one. Throws `ThrottledError` as signing in does, `AccountClosedError` for an account that is gone.
 */
export async function reauthenticate(
  current: SignedIn,
  password: string,
  context: RequestContext,
): Promise<Credentials | null> {
  const runtime = await getRuntime();
  const account = ownAccount(runtime, current);
  const { principal } = account;
  if (!(await checkPassword(runtime, principal.email, account, password, context.headers))) return null;
  const { userId } = principal;
  const client = clientInfo(context.headers);
  return exchangeCredential(runtime, context, principal, current.mode, {
    checkedHash: account.passwordHash,
    alongside: (sessionId) =>
      runtime.audit.record({ kind: "reauthenticated", userId, sessionId, mode: current.mode, client }),
  });
}
