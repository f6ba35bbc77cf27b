// Thrown when an act asks for a password given more recently than the one this sign-in began with.

export class ReauthenticationRequiredError extends Error {
  readonly code = "reauthentication_required";

  constructor() {
    super("The password has to be given again.");
    this.name = "ReauthenticationRequiredError";
  }
}

/** By code, not class: proxy and routes are separate bundles, so every class may exist twice. */
export function isReauthenticationRequired(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "reauthentication_required";
}
