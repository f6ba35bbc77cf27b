// Asks the live probe once and reads its answer. Browser only. "No answer" and 503 are not "refused".

import type { InactiveReason, ModeName, TraceStep } from "@/lib/auth/contract";
import type { Probe, Seen } from "./log";

const TIMEOUT_MS = 5000;

/** What `GET /api/pair/{mode}` answers, as far as it is used here. */
interface Answer {
  active: boolean;
  reason?: InactiveReason;
  checkedAt: string;
  expiresAt?: string;
  sessionId?: string;
  steps: TraceStep[];
}

export interface ProbeResult {
  probe: Probe;
  /** The server's clock minus the browser's, milliseconds; null without an answer. */
  skew: number | null;
}

/** Null when it was called off. `guess` is the server's time if nobody tells. */
export async function askOnce(
  mode: ModeName,
  signal: AbortSignal,
  guess: () => number,
): Promise<ProbeResult | null> {
  const sentAt = Date.now();
  try {
    const within = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
    const response = await fetch(`/api/pair/${mode}`, { cache: "no-store", signal: within });
    const answer = response.status === 200 || response.status === 401 ? await read(response) : null;
    if (!answer) return { probe: unanswered(mode, sentAt, guess(), response.status), skew: null };
    const at = Date.parse(answer.checkedAt);
    return {
      probe: toProbe(mode, sentAt, at, response.status, answer),
      skew: at - (sentAt + Date.now()) / 2,
    };
  } catch {
    return signal.aborted ? null : { probe: unanswered(mode, sentAt, guess(), null), skew: null };
  }
}

/** Null unless it is the verifier's own answer: something in between may answer 401 as well. */
async function read(response: Response): Promise<Answer | null> {
  const body: unknown = await response.json();
  const isAnswer = typeof body === "object" && body !== null && "active" in body && "checkedAt" in body;
  return isAnswer ? (body as Answer) : null;
}

function toProbe(mode: ModeName, sentAt: number, at: number, status: number, answer: Answer): Probe {
  return {
    mode,
    at,
    sentAt,
    seen: answer.active ? "accepted" : "refused",
    reason: answer.reason ?? null,
    status,
    steps: answer.steps,
    expiresAt: answer.expiresAt ? Date.parse(answer.expiresAt) : null,
    sessionId: answer.sessionId ?? null,
  };
}

function unanswered(mode: ModeName, sentAt: number, at: number, status: number | null): Probe {
  const seen: Seen = "unknown";
  return { mode, at, sentAt, seen, reason: null, status, steps: [], expiresAt: null, sessionId: null };
}
