import "server-only";
import type { InactiveReason, UserId } from "@/lib/auth/contract";
import { ThrottledError } from "@/lib/errors/throttled";
import type { Carried } from "@/lib/http/cookies/presented";
import { clientInfo } from "@/lib/http/request/request-facts";
import { log } from "@/lib/log/log";
import type { Runtime } from "@/lib/runtime/runtime";

// Tells the owner of a genuine credential that it was refused. What is not genuine has no owner and is only logged.

/** That its time is up was known from the start; its owner did nothing and need do nothing. */
const EXPECTED: ReadonlySet<InactiveReason> = new Set(["missing", "expired"]);

export async function recordRefusal(
  runtime: Runtime,
  headers: Headers,
  { reason, held }: { reason: InactiveReason; held?: Carried },
): Promise<void> {
  if (EXPECTED.has(reason)) return;
  log("credential.refused", { reason });
  if (!held) return;
  const owner = await runtime.auth.modes[held.mode].signInOf(held);
  // Nothing is written about somebody whose account is deleted.
  if (!owner || !(await runtime.accounts.find(owner.userId))) return;
  const { userId, sessionId } = owner;
  const client = clientInfo(headers);
  if (!mayRecord(runtime, client.ip, userId)) return;
  const event = { kind: "credential.refused", userId, sessionId, mode: held.mode, client } as const;
  await runtime.audit.recordOnce({ ...event, detail: { reason } }, `${sessionId} ${reason}`);
}

/** Whoever collects ended credentials of a person could write a row with each of them. */
function mayRecord({ budgets }: Runtime, ip: string, userId: UserId): boolean {
  try {
    budgets.spend("refusal", ip, userId);
    return true;
  } catch (error) {
    if (error instanceof ThrottledError) return false;
    throw error;
  }
}
