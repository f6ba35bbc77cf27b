// Thrown when somebody tried too often. Carries when to try again, and nothing about the account.

export class ThrottledError extends Error {
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super("Too many attempts.");
    this.name = "ThrottledError";
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
