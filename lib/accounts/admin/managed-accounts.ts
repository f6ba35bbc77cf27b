import "server-only";
import { z } from "zod";
import type { ModeName, Role, UserId } from "@/lib/auth/contract";
import type { Listing, Page } from "@/lib/http/cursors";
import type { SignedIn } from "@/lib/http/signed-in";
import type { AccountSummary } from "@/lib/stores/accounts";
import type { AccountParts } from "../parts";
import { tallySignIns } from "../sign-ins/sign-ins";
import { adminScope, isWithin } from "./scope";

// What admins see of other people's accounts. Whom they see stands in scope.ts, what they may do in acts.ts.

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
  parts: AccountParts,
  current: SignedIn,
  { search }: AccountFilter,
  { limit, after }: Page<string>,
): Promise<AccountPage | null> {
  const scope = await adminScope(parts, current);
  if (!scope) return null;
  const { demoOnly } = scope;
  // One more than asked for: whether there is a next page.
  const found = await parts.accounts.list({ limit: limit + 1, after, search, demoOnly });
  const users = await Promise.all(found.slice(0, limit).map((account) => toManaged(parts, account)));
  return { demoOnly, users, next: found.length > limit ? (users.at(-1)?.email ?? null) : null };
}

/** The name of an account; null when it is gone, or for whoever may not administer. */
export async function managedName(
  parts: AccountParts,
  current: SignedIn,
  id: string,
): Promise<string | null> {
  const scope = await adminScope(parts, current);
  const account = await parts.accounts.find(id as UserId);
  return scope && account && isWithin(scope, account) ? account.principal.name : null;
}

export async function toManaged(
  parts: AccountParts,
  { userId, disabledAt, email, name, role, createdAt, demo }: AccountSummary,
): Promise<ManagedAccount> {
  const { session, jwt } = await tallySignIns(parts, userId);
  const signIns = { session: session.count, jwt: jwt.count };
  return { id: userId, email, name, role, disabled: disabledAt !== null, createdAt, demo, signIns };
}
