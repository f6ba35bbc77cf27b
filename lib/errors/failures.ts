import "server-only";
import { log } from "@/lib/log/log";
import { codeOf } from "./code";
import { isThrottled } from "./throttled";

// Says what an exception means for the person who asked. A store that is down is told from a fault of ours,
// so that an outage is answered 503 and nothing else is.

export type Failure =
  | { kind: "throttled"; retryAfterSeconds: number }
  /** The credential is good, its account is gone or disabled. */
  | { kind: "account-closed" }
  /** The credential is good, its sign-in was ended. */
  | { kind: "sign-in-ended" }
  /** The act is sensitive and the password was given too long ago. */
  | { kind: "reauthentication-required" }
  | { kind: "unavailable" }
  | { kind: "overloaded" }
  | { kind: "internal" };

/** Faults of the system. The others are answers to what somebody asked for. */
const OURS: ReadonlySet<Failure["kind"]> = new Set(["unavailable", "overloaded", "internal"]);

/** Classifies, and logs what is the system's fault. Never call it with a control-flow exception of Next. */
export function reportFailure(error: unknown): Failure {
  const failure = classify(error);
  if (!OURS.has(failure.kind)) return failure;
  const detail =
    error instanceof Error ? { name: error.name, message: error.message, cause: causeOf(error) } : {};
  log(failure.kind === "internal" ? "request.failed" : "store.failed", { kind: failure.kind, ...detail });
  return failure;
}

function classify(error: unknown): Failure {
  if (isThrottled(error)) return { kind: "throttled", retryAfterSeconds: error.retryAfterSeconds };
  const code = codeOf(error);
  if (code === "account_closed") return { kind: "account-closed" };
  if (code === "sign_in_ended") return { kind: "sign-in-ended" };
  if (code === "reauthentication_required") return { kind: "reauthentication-required" };
  if (code === "overloaded") return { kind: "overloaded" };
  if (code === "store_unavailable" || code.startsWith("SQLITE_") || isClosedDatabase(error))
    return { kind: "unavailable" };
  return error instanceof Error && error.cause ? classify(error.cause) : { kind: "internal" };
}

/** The one failure to which better-sqlite3 gives no code. */
const isClosedDatabase = (error: unknown): boolean =>
  error instanceof TypeError && error.message === "The database connection is not open";

const causeOf = (error: Error): string | undefined =>
  error.cause instanceof Error ? `${error.cause.name}: ${error.cause.message}` : undefined;
