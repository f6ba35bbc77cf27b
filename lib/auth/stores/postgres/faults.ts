import { AuthError } from "../../errors";

// What a fault of PostgreSQL means: told as one of the system, run again, or the end of its connection.

/**
 * Two units wanted the same: the server ended one of them, which may run again. 55P03 is a lock that was not given in
 * time: of two units that wait for each other that tells us before the server looks, which it does after a second.
 */
const CONFLICTS: Readonly<Record<string, number>> = { "40001": 1, "40P01": 1, "55P03": 3 };
/** 25006: a primary that was made a standby. 57P01–03: the server stops or starts. Such a connection must not be kept. */
const ENDS_CONNECTION = /^(08...|25006|57P0[123])$/;
const SQLSTATE = /^[0-9A-Z]{5}$/;

/** What the driver reports of a statement that the server refused; its message and detail may repeat values. */
interface Refusal extends Error {
  code: string;
  constraint?: string | undefined;
  severity: string;
}

const isRefusal = (error: unknown): error is Refusal =>
  error instanceof Error &&
  "severity" in error &&
  "code" in error &&
  typeof error.code === "string" &&
  SQLSTATE.test(error.code);

/** How many of its runs a unit has used up by this; 0 for what is no conflict. A lock was waited for, so it takes more. */
export const runsLostBy = (error: unknown): number => (isRefusal(error) ? (CONFLICTS[error.code] ?? 0) : 0);

/**
 * Nobody knows what such a connection still does: a time-out leaves a statement behind, a lost socket an answer. What the
 * server has merely refused leaves it as good as before.
 */
export const endsConnection = (error: unknown): boolean =>
  !isRefusal(error) || error.severity !== "ERROR" || ENDS_CONNECTION.test(error.code);

/** As everybody above may see it. The cause has the SQLSTATE and the constraint only: no value, no statement. */
export function storeFault(error: unknown): AuthError {
  if (error instanceof AuthError) return error;
  return new AuthError("store_unavailable", "The database could not be used.", { cause: causeOf(error) });
}

function causeOf(error: unknown): Error {
  const { code, constraint } = isRefusal(error) ? error : { code: codeOf(error), constraint: undefined };
  const told = constraint ? `${code} (${constraint})` : code;
  return Object.assign(new Error(`PostgreSQL: ${told}`), { code, ...(constraint && { constraint }) });
}

/** Of the network ("ECONNREFUSED") or of the driver, which gives its time-outs a text only. */
function codeOf(error: unknown): string {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  const text = error instanceof Error ? error.message : "";
  return /time-?out/i.test(text) ? "time-out" : "no connection";
}
