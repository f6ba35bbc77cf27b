import "server-only";
import type { SignInName } from "@/lib/auth/contract";
import type { AuditKind, AuditRecord, AuditStore } from "@/lib/stores/audit";

// Why a sign-in is over, from its owner's audit trail. For whoever still holds a genuine credential of it, and for
// nobody else: ask only with the name that such a credential gave.

export interface SignInEnd {
  kind: AuditKind;
  at: Date;
  /** The act was done with this very sign-in. */
  own: boolean;
  /** It was ended to make room for another one. */
  madeRoom: boolean;
}

const BEGINS: readonly AuditKind[] = ["sign-in", "reauthenticated", "mode.switched", "password.changed"];
/** They end the sign-in they name. */
const END_ONE: readonly AuditKind[] = ["sign-out", "sign-in.ended", "refresh.reused"];
/** They end the account's sign-ins, whichever they name. */
const END_ALL: readonly AuditKind[] = [
  "sign-out-everywhere",
  "password.changed",
  "role.changed",
  "account.disabled",
  "account.signed-out",
  "account.deleted",
];
/** They close an account. */
const CLOSE: readonly AuditKind[] = ["account.disabled", "account.deleted"];
/** So far back it is looked for. */
const LOOKED_AT = 50;

/**
 * The first act that ended it; null when nothing that was recorded did, or when that lies too far back to be sure.
 * `closed`: only what closed its account counts.
 */
export async function whyEnded(
  { audit }: { audit: Pick<AuditStore, "list"> },
  signIn: SignInName,
  { closed = false }: { closed?: boolean } = {},
): Promise<SignInEnd | null> {
  const kinds = [...new Set([...BEGINS, ...END_ONE, ...END_ALL])];
  const { events } = await audit.list({ userId: signIn.userId, kinds, limit: LOOKED_AT });
  const inOrder = events.toReversed();
  // One that began with the account has no beginning here: then all of them came after it.
  const begun = inOrder.findIndex(
    ({ kind, sessionId }) => sessionId === signIn.sessionId && BEGINS.includes(kind),
  );
  if (begun < 0 && events.length >= LOOKED_AT) return null;
  const ending = inOrder
    .slice(begun + 1)
    .find((event) => (closed ? CLOSE.includes(event.kind) : ends(event, signIn)));
  if (!ending) return null;
  const { kind, at, sessionId, detail } = ending;
  return { kind, at, own: sessionId === signIn.sessionId, madeRoom: detail.reason === "limit" };
}

function ends({ kind, sessionId, detail }: AuditRecord, signIn: SignInName): boolean {
  if (kind === "mode.switched") return detail.replaced === signIn.sessionId;
  if (sessionId === signIn.sessionId)
    return END_ONE.includes(kind) || (END_ALL.includes(kind) && !detail.exceptThis);
  return END_ALL.includes(kind);
}
