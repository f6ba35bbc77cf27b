import "server-only";
import type { SignedIn } from "@/lib/session/authenticate";
import { clientInfo } from "@/lib/session/request-facts";
import { getRuntime } from "@/lib/session/runtime";
import { checkPassword } from "./check-password";
import { endAll } from "./end-sign-ins";
import { type Ending, endingsOf } from "./endings";
import type { RequestContext } from "./exchange";
import { type AccountRefusal, isShared, ownAccount } from "./own-account";
import { tallySignIns } from "./sign-ins";
import { signOut } from "./sign-out";

// Deleting one's own account: every sign-in ends, and what is known of the person goes with it. That it was
// deleted stays on record.

export type Deletion = { refused: AccountRefusal } | { refused: null; endings: Ending[] };

/**
 * All or nothing. The last account that can administer stays, and so do the demo accounts while DEMO is on.
 * Throws `ThrottledError`, `AccountClosedError`.
 */
export async function deleteAccount(
  current: SignedIn,
  { password }: { password: string },
  context: RequestContext,
): Promise<Deletion> {
  const runtime = await getRuntime();
  const account = ownAccount(runtime, current);
  if (isShared(runtime, account)) return { refused: "demo_account" };
  const { email, userId } = account.principal;
  if (!(await checkPassword(runtime, email, account, password, context.headers)))
    return { refused: "wrong_password" };

  const { mode, sessionId } = current;
  const client = clientInfo(context.headers);
  const deletion = await runtime.stores.atomically(async (): Promise<Deletion> => {
    // Asked again: the check took a while, in which the password or the role may have changed.
    const { principal, passwordHash, demo } = ownAccount(runtime, current);
    if (passwordHash !== account.passwordHash) return { refused: "wrong_password" };
    if (principal.role === "admin" && runtime.accounts.countOtherAdmins(userId, { demo }) === 0)
      return { refused: "last_admin" };
    const endings = endingsOf(runtime, userId, await tallySignIns(runtime, userId), "revokeAll");
    await endAll(runtime, userId);
    await runtime.audit.deleteByUser(userId);
    await runtime.audit.record({ kind: "account.deleted", userId, sessionId, mode, client });
    await runtime.accounts.remove(userId);
    return { refused: null, endings };
  });
  if (deletion.refused) return deletion;
  await signOut(context);
  runtime.cookies.clearHeld(context.headers, context.cookies, "device");
  return deletion;
}
