// Thrown when somebody tried too often. Carries when to try again, and nothing about the account.

const CODE = "throttled";

export class ThrottledError extends Error {
  readonly code = CODE;
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super("Too many attempts.");
    this.name = "ThrottledError";
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/**
 * By code, not `instanceof`: the proxy and the routes are separate bundles with a class each, and the throttle
 * belongs to whichever of them was asked first.
 */
export function isThrottled(error: unknown): error is ThrottledError {
  return error instanceof Error && "code" in error && error.code === CODE;
}
