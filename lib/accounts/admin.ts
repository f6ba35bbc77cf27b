import "server-only";
import { z } from "zod";
import type { ModeName, Role, UserId } from "@/lib/auth/contract";
import { MODE_NAMES } from "@/lib/auth/create-auth";
import type { SignedIn } from "@/lib/session/authenticate";
import { getRuntime, type Runtime } from "@/lib/session/runtime";
import type { AccountSummary } from "./account-store";
import { adminScope, isWithin } from "./admin-scope";

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
  /** The `after` of the next page; null at the end. */
  next: UserId | null;
}

/** Of `GET /api/admin/users`. */
export const accountQuerySchema = z.object({
  /** The `next` of the page before: an account's id. */
  after: z.string("One account at a time.").min(1).max(64).optional(),
  limit: z
    .string("Please give a number.")
    .regex(/^\d{1,3}$/, "Please give a number.")
    .transform(Number)
    .pipe(z.number().min(1, "At least 1.").max(100, "At most 100."))
    .default(50),
  /** Part of an address or name. */
  search: z.string("One search at a time.").max(254, "This is too long.").optional(),
});
export type AccountQuery = z.infer<typeof accountQuerySchema>;

/** Null for whoever may not administer; "unknown_cursor" when the account that `after` names is gone. */
export async function listAccounts(
  current: SignedIn,
  { after, limit, search }: AccountQuery,
): Promise<AccountPage | "unknown_cursor" | null> {
  const runtime = await getRuntime();
  const scope = await adminScope(runtime, current);
  if (!scope) return null;
  const { demoOnly } = scope;
  const cursor = after === undefined ? null : runtime.accounts.find(after as UserId);
  if (after !== undefined && !(cursor && isWithin(scope, cursor))) return "unknown_cursor";
  // One more than asked for: whether there is a next page.
  const found = runtime.accounts.list({ limit: limit + 1, after: cursor?.principal.email, search, demoOnly });
  const users = await Promise.all(found.slice(0, limit).map((account) => toManaged(runtime, account)));
  return { demoOnly, users, next: found.length > limit ? (users.at(-1)?.id ?? null) : null };
}

/** The name of an account; null when it is gone, or for whoever may not administer. */
export async function managedName(current: SignedIn, id: string): Promise<string | null> {
  const runtime = await getRuntime();
  const scope = await adminScope(runtime, current);
  const account = runtime.accounts.find(id as UserId);
  return scope && account && isWithin(scope, account) ? account.principal.name : null;
}

export async function toManaged(
  { auth }: Runtime,
  { userId, disabledAt, email, name, role, createdAt, demo }: AccountSummary,
): Promise<ManagedAccount> {
  const counts = MODE_NAMES.map(
    async (mode) => [mode, (await auth.modes[mode].list(userId)).length] as const,
  );
  const signIns = { session: 0, jwt: 0, ...Object.fromEntries(await Promise.all(counts)) };
  return { id: userId, email, name, role, disabled: disabledAt !== null, createdAt, demo, signIns };
}
