import { AuthError } from "../../errors";

// What a fault of Redis means: told as one of the system, or the end of its connection.

/** A reply begins with its kind ("OOM command not allowed …"); what follows may repeat values. */
const KIND = /^[A-Z]{2,}\b/;

const kindOf = (error: unknown): string | undefined =>
  error instanceof Error ? KIND.exec(error.message)?.[0] : undefined;

/** The server takes no writes because it was made a replica: whoever is the primary now must be looked for. */
export const endsConnection = (error: unknown): boolean => kindOf(error) === "READONLY";

/** As everybody above may see it. The cause has the kind of the fault only: no key, no value, no address. */
export function storeFault(error: unknown): AuthError {
  if (error instanceof AuthError) return error;
  const code = kindOf(error) ?? (error instanceof Error ? error.constructor.name : "unknown");
  const cause = Object.assign(new Error(`Redis: ${code}`), { code });
  return new AuthError("store_unavailable", "Redis could not be used.", { cause });
}
