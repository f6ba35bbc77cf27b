import "server-only";
import { setImmediate } from "node:timers/promises";
import type { ClientInfo, SessionId, UserId } from "@/lib/auth/contract";
import { MODE_NAMES } from "@/lib/auth/names";
import type { AccountParts } from "../parts";
import { listSignIns, tallySignIns } from "./sign-ins";

// Ends sign-ins of a person in whichever mode they are. What calls this says why, in the same transaction.

/** All but `except`, in both modes and with them every pair; returns how many were live. */
export function endAll(
  parts: Pick<AccountParts, "stores" | "auth" | "pairAuth">,
  userId: UserId,
  except?: SessionId,
): Promise<number> {
  return parts.stores.atomically(async () => {
    let ended = 0;
    for (const mode of MODE_NAMES) {
      ended += await parts.auth.modes[mode].revokeAll(userId, except);
      await parts.pairAuth.modes[mode].revokeAll(userId);
    }
    return ended;
  });
}

interface Limit {
  userId: UserId;
  /** So many may stay. */
  limit: number;
  client: ClientInfo;
}

/** So many in one transaction, so that no other request waits long. */
const BATCH = 100;

/** There are far too many to end them all in the transaction of a new sign-in: `endFarTooMany` comes first. */
export class FarTooManyError extends Error {}

/** Makes room where there are far too many sign-ins, as after a limit was lowered: the oldest first, batch by batch. */
export async function endFarTooMany(parts: AccountParts, limit: Limit): Promise<void> {
  let left = Number.POSITIVE_INFINITY;
  while (left > BATCH) {
    left = await parts.stores.atomically(async () => {
      const surplus = await surplusOf(parts, limit);
      await endSurplus(parts, limit, Math.min(surplus, BATCH));
      return surplus - BATCH;
    });
    // Lets other requests have their turn.
    await setImmediate();
  }
}

/**
 * Ends the oldest sign-ins beyond the limit, but never `newest`: called in its transaction. Throws `FarTooManyError`,
 * and has ended nothing, where they are too many for that.
 */
export async function endOldest(parts: AccountParts, limit: Limit, newest: SessionId): Promise<void> {
  const surplus = await surplusOf(parts, limit);
  // One more than `endFarTooMany` leaves: the newest.
  if (surplus > BATCH + 1) throw new FarTooManyError();
  await endSurplus(parts, limit, surplus, newest);
}

async function endSurplus(
  parts: AccountParts,
  { userId, client }: Limit,
  surplus: number,
  newest?: SessionId,
): Promise<void> {
  if (surplus <= 0) return;
  // One more, because the newest may be among them where the clock was put back.
  const oldest = await listSignIns(parts, userId, { first: "oldest", limit: surplus + 1 });
  for (const { id: sessionId, mode } of oldest.filter(({ id }) => id !== newest).slice(0, surplus)) {
    await parts.auth.modes[mode].revoke(userId, sessionId);
    const detail = { reason: "limit" };
    await parts.audit.record({ kind: "sign-in.ended", userId, sessionId, mode, client, detail });
  }
}

async function surplusOf(parts: AccountParts, { userId, limit }: Limit): Promise<number> {
  const { session, jwt } = await tallySignIns(parts, userId);
  return session.count + jwt.count - limit;
}
