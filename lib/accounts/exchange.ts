import "server-only";
import type { Credentials, IssuePolicy, ModeName, Principal, SessionId, UserId } from "@/lib/auth/contract";
import { MODE_NAMES } from "@/lib/auth/create-auth";
import type { SignedIn } from "@/lib/session/authenticate";
import { type CookieWriter, CREDENTIAL_COOKIES } from "@/lib/session/cookies";
import { carriedCredentials } from "@/lib/session/credential";
import { clientInfo } from "@/lib/session/request-facts";
import type { Runtime } from "@/lib/session/runtime";
import { AccountClosedError, SignInEndedError } from "./account-closed-error";
import type { Account } from "./account-store";
import { endFarTooMany, endOldest } from "./end-sign-ins";
import { ReauthenticationRequiredError } from "./reauthentication-required-error";
import { liveSignIn } from "./recent";

// Gives this browser a new credential in place of whatever it held: the one way to be signed in.

export interface RequestContext {
  headers: Headers;
  cookies: CookieWriter;
}

export interface ExchangeOptions {
  /**
   * The sign-in this continues without a password. It must be live, and the new one lasts no longer than it:
   * otherwise whoever has an ended credential, or one that ends soon, could trade it for another.
   */
  continues?: SignedIn;
  /** The password's hash as it was checked; by now it may be another one. */
  checkedHash?: string;
  /** What belongs to the exchange and must not happen without it: same transaction, stores only. */
  alongside?: (sessionId: SessionId) => Promise<void>;
}

/** How long a sign-in of each mode may last at most, from the password on. */
const ABSOLUTE_SECONDS: Readonly<Record<ModeName, (policy: IssuePolicy) => number>> = {
  session: ({ session }) => session.absoluteTimeoutSeconds,
  jwt: ({ jwt }) => jwt.refreshAbsoluteSeconds,
};

/**
 * Issues a credential under the account's settings, ends what this browser carried as far as its mode can,
 * and leaves the cookies of exactly one mode. Throws `ReauthenticationRequiredError` when the password was given
 * so long ago that the new credential would have expired already, `SignInEndedError` when what it continues has
 * been ended, `AccountClosedError` when the account is not what it was when the person was recognized.
 */
export async function exchangeCredential(
  runtime: Runtime,
  { headers, cookies }: RequestContext,
  principal: Principal,
  mode: ModeName,
  { continues, checkedHash, alongside }: ExchangeOptions = {},
): Promise<Credentials> {
  const policy = runtime.settings.get(principal.userId);
  const client = clientInfo(headers);
  const old = continues && (await liveSignIn(runtime, continues));
  const age = continues ? (Date.now() - continues.authenticatedAt.getTime()) / 1000 : 0;
  if (age >= ABSOLUTE_SECONDS[mode](policy)) throw new ReauthenticationRequiredError();
  const carried = await carriedSignIns(runtime, headers);
  const limit = { userId: principal.userId, limit: policy.maxSignIns, client };
  // Before the transaction, which does nothing that takes long.
  await endFarTooMany(runtime, limit);
  const credentials = await runtime.auth.modes[mode].issue(principal, client, policy, {
    ...(continues && { authenticatedAt: continues.authenticatedAt }),
    ...(old && { notAfter: old.expiresAt }),
    async alongside(sessionId) {
      // Asked again: checking a password takes a while, in which the account may have changed.
      refuseChanged(runtime.accounts.find(principal.userId), principal, checkedHash);
      const ended = new Set<SessionId>();
      for (const old of carried)
        if (await runtime.auth.modes[old.mode].revoke(old.userId, old.sessionId)) ended.add(old.sessionId);
      if (continues && !ended.has(continues.sessionId)) throw new SignInEndedError();
      await endOldest(runtime, limit, { newest: sessionId });
      await alongside?.(sessionId);
    },
  });
  for (const other of MODE_NAMES.filter((name) => name !== mode))
    for (const kind of Object.values(CREDENTIAL_COOKIES[other]))
      if (kind) runtime.cookies.clearHeld(headers, cookies, kind);
  runtime.cookies.setCredentials(cookies, mode, credentials);
  return credentials;
}

function refuseChanged(account: Account | null, { role }: Principal, checkedHash?: string): void {
  const isSame = account && !account.disabled && account.principal.role === role;
  if (!isSame || (checkedHash !== undefined && account.passwordHash !== checkedHash))
    throw new AccountClosedError();
}

export interface CarriedSignIn {
  mode: ModeName;
  userId: UserId;
  sessionId: SessionId;
}

/** Every genuine sign-in the request carries credentials of; what is not genuine has nothing to end. */
export async function carriedSignIns({ auth, cookies }: Runtime, headers: Headers): Promise<CarriedSignIn[]> {
  const found = new Map<string, CarriedSignIn>();
  for (const held of carriedCredentials(headers, auth, cookies)) {
    const signIn = await auth.modes[held.mode].signInOf(held);
    if (signIn) found.set(signIn.sessionId, { mode: held.mode, ...signIn });
  }
  return [...found.values()];
}
