import "server-only";
import { log } from "@/lib/audit/log";
import { AuthError } from "@/lib/auth/errors";

// Tells a store that is down from a fault of ours, so that an outage is answered 503 and nothing else is.

export type FailureKind = "unavailable" | "overloaded" | "internal";

/** Classifies and logs an exception. Never call it with a redirect or another control-flow exception of Next. */
export function reportFailure(error: unknown): FailureKind {
  const kind = kindOf(error);
  const detail =
    error instanceof Error ? { name: error.name, message: error.message, cause: causeOf(error) } : {};
  log(kind === "internal" ? "request.failed" : "store.failed", { kind, ...detail });
  return kind;
}

function kindOf(error: unknown): FailureKind {
  if (error instanceof AuthError && error.code === "overloaded") return "overloaded";
  if (error instanceof AuthError && error.code === "store_unavailable") return "unavailable";
  // Proxy and routes are separate bundles, so an error class may exist twice: go by name and code as well.
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "store_unavailable" || code.startsWith("SQLITE_")) return "unavailable";
  return error instanceof Error && error.cause ? kindOf(error.cause) : "internal";
}

const causeOf = (error: Error): string | undefined =>
  error.cause instanceof Error ? `${error.cause.name}: ${error.cause.message}` : undefined;
