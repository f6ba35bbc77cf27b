import { type AdminScope, adminScope, isWithin } from "@/lib/accounts/admin-scope";
import { ownAccount } from "@/lib/accounts/own-account";
import type { UserId } from "@/lib/auth/contract";
import type { SignedIn } from "@/lib/session/authenticate";
import type { Runtime } from "@/lib/session/runtime";
import type { AuditQuery } from "./audit-store";
import { EVERYONE } from "./query";

// Who reads the audit trail, and whose of it: people their own, an admin what their role covers.

export interface Reader {
  userId: UserId;
  /** Null for whoever is no admin, or no longer: they read their own, whatever they ask for. */
  scope: AdminScope | null;
}

/** Throws `AccountClosedError`. */
export async function readerOf(runtime: Runtime, current: SignedIn): Promise<Reader> {
  const { principal } = ownAccount(runtime, current);
  return { userId: principal.userId, scope: await adminScope(runtime, current) };
}

/** `user` is what was asked for: a person's id or `EVERYONE`. An account out of reach is like one that is unknown. */
export function whose(
  { accounts }: Runtime,
  { userId, scope }: Reader,
  user: string | undefined,
): AuditQuery["userId"] {
  if (!scope || user === undefined) return userId;
  if (user === EVERYONE) return scope.demoOnly ? accounts.demoIds() : undefined;
  const asked = user as UserId;
  if (!scope.demoOnly) return asked;
  const account = accounts.find(asked);
  return account && isWithin(scope, account) ? asked : [];
}
