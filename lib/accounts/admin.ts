import "server-only";
import { z } from "zod";
import type { ModeName, Role, UserId } from "@/lib/auth/contract";
import { MODE_NAMES } from "@/lib/auth/create-auth";
import type { SignedIn } from "@/lib/session/authenticate";
import { getRuntime, type Runtime } from "@/lib/session/runtime";
import type { AccountSummary } from "./account-store";
import { findSignIn } from "./recent";

// Who may administer, and what they see of other people's accounts. What they may do stands in admin-acts.ts.

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

/**
 * May this credential administer? Its role claim alone is good enough to show a link: an expiry-only JWT says
 * "admin" until it expires, long after a demotion, and goes on working after its sign-in was ended. So the store
 * is asked as well: the account must be an enabled admin now, and the sign-in must be live (two reads). A JWT that
 * says "user" of somebody who has become an admin since is refused, too: the next one says so.
 */
export async function isAdmin(
  runtime: Runtime,
  current: Pick<SignedIn, "principal" | "mode" | "sessionId">,
): Promise<boolean> {
  const { userId, role } = current.principal;
  if (role !== "admin") return false;
  const account = runtime.accounts.find(userId);
  if (!account || account.disabled || account.principal.role !== "admin") return false;
  return (await findSignIn(runtime, current)) !== null;
}

/** Null for whoever may not administer; "unknown_cursor" when the account that `after` names is gone. */
export async function listAccounts(
  current: SignedIn,
  { after, limit, search }: AccountQuery,
): Promise<AccountPage | "unknown_cursor" | null> {
  const runtime = await getRuntime();
  if (!(await isAdmin(runtime, current))) return null;
  const cursor = after === undefined ? null : runtime.accounts.find(after as UserId);
  if (after !== undefined && !cursor) return "unknown_cursor";
  // One more than asked for: whether there is a next page.
  const found = runtime.accounts.list({ limit: limit + 1, after: cursor?.principal.email, search });
  const users = await Promise.all(found.slice(0, limit).map((account) => toManaged(runtime, account)));
  return { users, next: found.length > limit ? (users.at(-1)?.id ?? null) : null };
}

/** The name of an account; null when it is gone, or for whoever may not administer. */
export async function managedName(current: SignedIn, id: string): Promise<string | null> {
  const runtime = await getRuntime();
  if (!(await isAdmin(runtime, current))) return null;
  return runtime.accounts.find(id as UserId)?.principal.name ?? null;
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
