import "server-only";
import type { ClientInfo, SessionId, UserId } from "@/lib/auth/contract";
import { MODE_NAMES } from "@/lib/auth/create-auth";
import type { Runtime } from "@/lib/session/runtime";

// Ends sign-ins of a person in whichever mode they are. What calls this says why, in the same transaction.

/** All but `except`, in both modes and with them every pair; returns how many were live. */
export function endAll(
  runtime: Pick<Runtime, "stores" | "auth" | "pairAuth">,
  userId: UserId,
  except?: SessionId,
): Promise<number> {
  return runtime.stores.atomically(async () => {
    let ended = 0;
    for (const mode of MODE_NAMES) {
      ended += await runtime.auth.modes[mode].revokeAll(userId, except);
      await runtime.pairAuth.modes[mode].revokeAll(userId);
    }
    return ended;
  });
}

/** Keeps the number of sign-ins within the account's limit: the oldest go. Joins the transaction of the newest. */
export async function endOldest(
  runtime: Runtime,
  userId: UserId,
  limit: number | null,
  newest: SessionId,
  client: ClientInfo,
): Promise<void> {
  if (limit === null) return;
  const lists = await Promise.all(MODE_NAMES.map((mode) => runtime.auth.modes[mode].list(userId)));
  const others = lists
    .flat()
    .filter(({ id }) => id !== newest)
    .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
  for (const { id: sessionId, mode } of others.slice(limit - 1)) {
    await runtime.auth.modes[mode].revoke(userId, sessionId);
    const detail = { reason: "limit" };
    await runtime.audit.record({ kind: "sign-in.ended", userId, sessionId, mode, client, detail });
  }
}
