// Thrown when a credential is still good but its account is gone or disabled: a JWT cannot know (its
// `staleClaims`), so whoever reads the account finds out.

export class AccountClosedError extends Error {
  readonly code = "account_closed";

  constructor() {
    super("The account is gone or disabled.");
    this.name = "AccountClosedError";
  }
}
