import "server-only";
import { clientInfo } from "@/lib/http/request/request-facts";
import type { SignedIn } from "@/lib/http/signed-in";
import type { AccountParts } from "../parts";
import { checkPassword } from "../sign-in/check-password";
import type { RequestContext } from "../sign-in/replace-credential";
import { endAll } from "../sign-ins/end-sign-ins";
import { type Ending, endingsOf } from "../sign-ins/endings";
import { tallySignIns } from "../sign-ins/sign-ins";
import { signOut } from "../sign-ins/sign-out";
import { type AccountRefusal, isShared, ownAccount } from "./own-account";

// Deleting one's own account: every sign-in ends, and what is known of the person goes with it. That it was
// deleted stays on record.

export type Deletion = { refused: AccountRefusal } | { refused: null; endings: Ending[] };

/**
 * All or nothing. The last account that can administer stays, and so do the demo accounts while DEMO is on.
 * Throws `ThrottledError`, `AccountClosedError`.
 */
export async function deleteAccount(
  parts: AccountParts,
  current: SignedIn,
  { password }: { password: string },
  context: RequestContext,
): Promise<Deletion> {
  const account = await ownAccount(parts, current);
  if (isShared(parts, account)) return { refused: "demo_account" };
  const { email, userId } = account.principal;
  if (!(await checkPassword(parts, email, account, password, context.headers)))
    return { refused: "wrong_password" };

  const { mode, sessionId } = current;
  const client = clientInfo(context.headers);
  const deletion = await parts.stores.atomically(async (): Promise<Deletion> => {
    // Asked again: the check took a while, in which the password or the role may have changed.
    const { principal, passwordHash, demo } = await ownAccount(parts, current);
    if (passwordHash !== account.passwordHash) return { refused: "wrong_password" };
    if (principal.role === "admin" && (await parts.accounts.countOtherAdmins(userId, { demo })) === 0)
      return { refused: "last_admin" };
    const endings = await endingsOf(parts, userId, await tallySignIns(parts, userId), "revokeAll");
    await endAll(parts, userId);
    await parts.audit.deleteByUser(userId);
    await parts.audit.record({ kind: "account.deleted", userId, sessionId, mode, client });
    await parts.accounts.remove(userId);
    return { refused: null, endings };
  });
  if (deletion.refused) return deletion;
  await signOut(parts, context);
  parts.cookies.clearHeld(context.headers, context.cookies, "device");
  return deletion;
}
