import type { Credentials, ModeName, Principal } from "@/lib/auth/contract";

// How people and sign-ins look in the JSON API.

export interface UserView {
  id: string;
  email: string;
  name: string;
  role: string;
}

export function toUser({ userId, email, name, role }: Principal): UserView {
  return { id: userId, email, name, role };
}

/** What a sign-in or a mode switch answers: never the credential itself. */
export function toSignIn(
  mode: ModeName,
  { sessionId, expiresAt }: Pick<Credentials, "sessionId" | "expiresAt">,
) {
  return { mode, sessionId, expiresAt };
}
