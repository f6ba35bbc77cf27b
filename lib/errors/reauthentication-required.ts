import { codeOf } from "./code";

// Thrown when an act asks for a password given more recently than the one this sign-in began with.

export class ReauthenticationRequiredError extends Error {
  readonly code = "reauthentication_required";

  constructor() {
    super("The password has to be given again.");
    this.name = "ReauthenticationRequiredError";
  }
}

export function isReauthenticationRequired(error: unknown): boolean {
  return codeOf(error) === "reauthentication_required";
}
