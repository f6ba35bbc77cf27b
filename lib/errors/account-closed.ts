import { codeOf } from "./code";

// Thrown when a credential is still good but what stands behind it is not: a JWT cannot know (its `staleClaims`),
// so whoever reads the account or the list of sign-ins finds out.

export class AccountClosedError extends Error {
  readonly code = "account_closed";

  constructor() {
    super("The account is gone or disabled.");
    this.name = "AccountClosedError";
  }
}

/** The account is open, but this sign-in of it was ended. */
export class SignInEndedError extends Error {
  readonly code = "sign_in_ended";

  constructor() {
    super("The sign-in has been ended.");
    this.name = "SignInEndedError";
  }
}

export function isAccountClosed(error: unknown): boolean {
  return codeOf(error) === "account_closed";
}
