import { codeOf } from "./code";

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

export function isThrottled(error: unknown): error is ThrottledError {
  return codeOf(error) === CODE;
}
