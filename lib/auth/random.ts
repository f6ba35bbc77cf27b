import { hash, randomBytes } from "node:crypto";
import type { SessionId, UserId } from "./contract";

// Everything unguessable, and the one hash that stored tokens go through.

/** A secret of 256 random bits, base64url (43 characters). OWASP ASVS 5.0 §7.2.3 asks for at least 128. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

/** A public id of 128 random bits: unique and unguessable, but no secret. */
export function newId(): string {
  return randomBytes(16).toString("base64url");
}

export const newSessionId = (): SessionId => newId() as SessionId;
export const newUserId = (): UserId => newId() as UserId;

/** SHA-256, 32 bytes. Enough for a token of 256 random bits; a password needs Argon2id (password.ts). */
export function sha256(value: string): Buffer {
  return hash("sha256", value, "buffer");
}
