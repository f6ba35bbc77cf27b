import "server-only";
import type { SignedIn } from "@/lib/http/signed-in";
import type { Account } from "@/lib/stores/accounts";
import type { AccountParts } from "../parts";
import { findSignIn } from "../sign-ins/live-sign-in";

// What the role of an admin is good for, right now. Every use of the role asks here, reading too. Only the link in
// the navigation goes by what the credential says: what stands behind it asks.

/** Whose accounts, and whose activity, an admin may see and change. */
export interface AdminScope {
  /** Anybody can be the demo admin, so that one reaches the demo accounts that everybody uses, and nobody else's. */
  demoOnly: boolean;
}

/**
 * Null for whoever may not administer. An expiry-only JWT says "admin" until it expires, long after a demotion, and
 * goes on working after its sign-in was ended. So the store is asked: the account must be an enabled admin now, and
 * the sign-in must be live (two reads, none for whoever does not claim the role). A JWT that says "user" of somebody
 * who has become an admin since is refused, too: the next one says so.
 */
export async function adminScope(
  parts: Pick<AccountParts, "accounts" | "auth">,
  current: Pick<SignedIn, "principal" | "mode" | "sessionId">,
): Promise<AdminScope | null> {
  const { userId, role } = current.principal;
  if (role !== "admin") return null;
  const account = await parts.accounts.find(userId);
  if (!account || account.disabled || account.principal.role !== "admin") return null;
  if (!(await findSignIn(parts, current))) return null;
  return { demoOnly: account.demo };
}

/** Is this account one that the admin may know of? Otherwise it is to look as if it did not exist. */
export function isWithin(
  { demoOnly }: AdminScope,
  { demo, expiresAt }: Pick<Account, "demo" | "expiresAt">,
): boolean {
  return !demoOnly || (demo && expiresAt === null);
}
