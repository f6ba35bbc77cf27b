import "server-only";
import type { Active, Credentials, ModeName, Principal } from "@/lib/auth/contract";
import { MODE_NAMES } from "@/lib/auth/create-auth";
import { type CookieWriter, CREDENTIAL_COOKIES } from "@/lib/session/cookies";
import { carriedCredentials } from "@/lib/session/credential";
import { clientInfo } from "@/lib/session/request-facts";
import type { Runtime } from "@/lib/session/runtime";

// Gives this browser a new credential in place of whatever it held: the one way to be signed in.

export interface RequestContext {
  headers: Headers;
  cookies: CookieWriter;
}

/**
 * Issues a credential under the account's settings, ends what this browser carried as far as its mode can,
 * and leaves exactly one credential cookie. `authenticatedAt`: when the person last gave their password, if
 * that was not just now.
 */
export async function exchangeCredential(
  runtime: Runtime,
  { headers, cookies }: RequestContext,
  principal: Principal,
  mode: ModeName,
  authenticatedAt?: Date,
): Promise<Credentials> {
  const policy = runtime.settings.get(principal.userId);
  const issued = await runtime.auth.modes[mode].issue(
    principal,
    clientInfo(headers),
    policy,
    authenticatedAt,
  );
  await endCarried(runtime, headers);
  for (const other of MODE_NAMES)
    if (other !== mode) runtime.cookies.clearHeld(headers, cookies, CREDENTIAL_COOKIES[other]);
  cookies.set(runtime.cookies.make(CREDENTIAL_COOKIES[mode], issued.token, issued.expiresAt));
  return issued;
}

/** Ends every genuine credential the request carries and returns them; what is not genuine has nothing to end. */
export async function endCarried({ auth, cookies }: Runtime, headers: Headers): Promise<Active[]> {
  const ended: Active[] = [];
  for (const { mode, token } of carriedCredentials(headers, auth, cookies)) {
    const verification = await auth.modes[mode].verify(token, { readOnly: true });
    if (!verification.active) continue;
    await auth.modes[mode].revoke(verification.sessionId);
    ended.push(verification);
  }
  return ended;
}
