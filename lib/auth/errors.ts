// The one exception of the auth core. A bad credential is a value (`{ active: false, reason }`); an
// AuthError is a system or programmer fault and carries no token, secret or claim.

export type AuthErrorCode =
  /** A store could not be asked or written. Fail closed: neither "signed out" nor "let in". */
  | "store_unavailable"
  /** A key, seal password or setting that must not be used. Found at start, not at the first request. */
  | "bad_configuration"
  /** More password checks are waiting than the machine can do soon. */
  | "overloaded";

export class AuthError extends Error {
  readonly code: AuthErrorCode;

  constructor(code: AuthErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "AuthError";
    this.code = code;
  }
}
