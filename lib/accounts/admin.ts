import "server-only";
import { z } from "zod";
import type { ModeName, Role, UserId } from "@/lib/auth/contract";
import type { SignedIn } from "@/lib/session/authenticate";
import type { Listing } from "@/lib/session/cursors";
import type { Page } from "@/lib/session/paging";
import { getRuntime, type Runtime } from "@/lib/session/runtime";
import type { AccountSummary } from "./account-store";
import { adminScope, isWithin } from "./admin-scope";
import { tallySignIns } from "./sign-ins";

// What admins see of other people's accounts. Whom they see stands in admin-scope.ts, what they may do in
// admin-acts.ts.

/** An account as an admin sees it. */
export interface ManagedAccount {
  id: UserId;
  email: string;
  name: string;
  role: Role;
  disabled: boolean;
  createdAt: Date;
  /** Seeded for demonstrations. */
  demo: boolean;
  /** Live sign-ins of each mode. */
  signIns: Record<ModeName, number>;
}

export interface AccountPage {
  /** The list is a demo admin's: demo accounts, and nobody else. */
  demoOnly: boolean;
  /** By address. */
  users: ManagedAccount[];
  /** Where the next page begins; null at the end. */
  next: string | null;
}

/** By the last address of the page before. */
export const accountListing: Listing<string> = { name: "accounts", position: z.string() };

/** Of `GET /api/admin/users`. */
export const accountFilterSchema = z.object({
  /** Part of an address or name. */
  search: z.string("One search at a time.").max(254, "This is too long.").optional(),
});
export type AccountFilter = z.infer<typeof accountFilterSchema>;

/** Null for whoever may not administer. */
export async function listAccounts(
  current: SignedIn,
  { search }: AccountFilter,
  { limit, after }: Page<string>,
): Promise<AccountPage | null> {
  const runtime = await getRuntime();
  const scope = await adminScope(runtime, current);
  if (!scope) return null;
  const { demoOnly } = scope;
  // One more than asked for: whether there is a next page.
  const found = runtime.accounts.list({ limit: limit + 1, after, search, demoOnly });
  const users = await Promise.all(found.slice(0, limit).map((account) => toManaged(runtime, account)));
  return { demoOnly, users, next: found.length > limit ? (users.at(-1)?.email ?? null) : null };
}

/** The name of an account; null when it is gone, or for whoever may not administer. */
export async function managedName(current: SignedIn, id: string): Promise<string | null> {
  const runtime = await getRuntime();
  const scope = await adminScope(runtime, current);
  const account = runtime.accounts.find(id as UserId);
  return scope && account && isWithin(scope, account) ? account.principal.name : null;
}

export async function toManaged(
  runtime: Runtime,
  { userId, disabledAt, email, name, role, createdAt, demo }: AccountSummary,
): Promise<ManagedAccount> {
  const { session, jwt } = await tallySignIns(runtime, userId);
  const signIns = { session: session.count, jwt: jwt.count };
  return { id: userId, email, name, role, disabled: disabledAt !== null, createdAt, demo, signIns };
}
