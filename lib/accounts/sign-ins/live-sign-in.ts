import "server-only";
import type { Clock, SignIn } from "@/lib/auth/contract";
import { systemClock } from "@/lib/auth/create-auth";
import { SignInEndedError } from "@/lib/errors/account-closed";
import { ReauthenticationRequiredError } from "@/lib/errors/reauthentication-required";
import type { SignedIn } from "@/lib/http/signed-in";
import type { AccountParts } from "../parts";

// What a sensitive act asks of the sign-in it is done with: a password given a short while ago, and that it has
// not been ended. An access token that nobody looks up goes on working after its end; it must not be good for this.

/** OWASP ASVS 5.0 §7.5.1 asks for it before sensitive acts and leaves the time to us. */
const RECENT_MS = 15 * 60 * 1000;

/** An instant in the future is not recent: a clock that was wrong wrote it, and nobody knows how long ago. */
export function isRecent(
  { authenticatedAt }: Pick<SignedIn, "authenticatedAt">,
  clock: Clock = systemClock,
): boolean {
  const age = clock.now().getTime() - authenticatedAt.getTime();
  return age >= 0 && age < RECENT_MS;
}

/** Throws `SignInEndedError`, or `ReauthenticationRequiredError` for a password older than 15 minutes. */
export async function requireRecent(parts: Pick<AccountParts, "auth">, current: SignedIn): Promise<void> {
  await liveSignIn(parts, current);
  if (!isRecent(current)) throw new ReauthenticationRequiredError();
}

type Identified = Pick<SignedIn, "mode" | "principal" | "sessionId">;

/** The sign-in behind a credential, as the store has it. Throws `SignInEndedError` when it is no longer live. */
export async function liveSignIn(parts: Pick<AccountParts, "auth">, current: Identified): Promise<SignIn> {
  const signIn = await findSignIn(parts, current);
  if (!signIn) throw new SignInEndedError();
  return signIn;
}

/** The same; null when it is no longer live. */
export function findSignIn(
  { auth }: Pick<AccountParts, "auth">,
  { mode, principal, sessionId }: Identified,
): Promise<SignIn | null> {
  return auth.modes[mode].find(principal.userId, sessionId);
}
