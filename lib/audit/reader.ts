import { type AdminScope, adminScope, isWithin } from "@/lib/accounts/admin/scope";
import { ownAccount } from "@/lib/accounts/own/own-account";
import type { UserId } from "@/lib/auth/contract";
import type { SignedIn } from "@/lib/http/signed-in";
import type { AuditQuery } from "@/lib/stores/audit";
import type { AuditParts } from "./parts";
import { EVERYONE } from "./query";

// Who reads the audit trail, and whose of it: people their own, an admin what their role covers.

export interface Reader {
  userId: UserId;
  /** Null for whoever is no admin, or no longer: they read their own, whatever they ask for. */
  scope: AdminScope | null;
}

/** Throws `AccountClosedError`. */
export async function readerOf(parts: AuditParts, current: SignedIn): Promise<Reader> {
  const { principal } = await ownAccount(parts, current);
  return { userId: principal.userId, scope: await adminScope(parts, current) };
}

/** `user` is what was asked for: a person's id or `EVERYONE`. An account out of reach is like one that is unknown. */
export async function whose(
  { accounts }: AuditParts,
  { userId, scope }: Reader,
  user: string | undefined,
): Promise<AuditQuery["userId"]> {
  if (!scope || user === undefined) return userId;
  if (user === EVERYONE) return scope.demoOnly ? await accounts.demoIds() : undefined;
  const asked = user as UserId;
  if (!scope.demoOnly) return asked;
  const account = await accounts.find(asked);
  return account && isWithin(scope, account) ? asked : [];
}
