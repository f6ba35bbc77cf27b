import "server-only";
import type { Credentials, ModeName, Principal, SessionId, UserId } from "@/lib/auth/contract";
import { MODE_NAMES } from "@/lib/auth/names";
import { AccountClosedError, SignInEndedError } from "@/lib/errors/account-closed";
import { ReauthenticationRequiredError } from "@/lib/errors/reauthentication-required";
import { type CookieWriter, CREDENTIAL_COOKIES } from "@/lib/http/cookies/cookies";
import { carriedCredentials } from "@/lib/http/cookies/presented";
import { clientInfo } from "@/lib/http/request/request-facts";
import type { SignedIn } from "@/lib/http/signed-in";
import type { Account } from "@/lib/stores/accounts";
import type { Settings } from "@/lib/stores/settings";
import type { AccountParts } from "../parts";
import { endFarTooMany, endOldest, FarTooManyError } from "../sign-ins/end-sign-ins";
import { liveSignIn } from "../sign-ins/live-sign-in";

// Gives this browser a new credential in place of whatever it held: the one way to be signed in.

export interface RequestContext {
  headers: Headers;
  cookies: CookieWriter;
}

export interface ReplaceOptions {
  /** The account's settings, where they were just read. */
  settings?: Settings;
  /**
   * The sign-in this continues without a password. It must be live, and the new one lasts no longer than it:
   * otherwise whoever has an ended credential, or one that ends soon, could trade it for another.
   */
  continues?: SignedIn;
  /** The password's hash as it was checked; by now it may be another one. */
  checkedHash?: string;
  /** What belongs to the replacement and must not happen without it: same transaction, stores only. */
  alongside?: (sessionId: SessionId) => Promise<void>;
}

/**
 * Issues a credential under the account's settings, ends what this browser carried as far as its mode can,
 * and leaves the cookies of exactly one mode. Throws `ReauthenticationRequiredError` when the password was given
 * so long ago that the new credential would have expired already, `SignInEndedError` when what it continues has
 * been ended, `AccountClosedError` when the account is not what it was when the person was recognized.
 */
export async function replaceCredential(
  parts: AccountParts,
  { headers, cookies }: RequestContext,
  principal: Principal,
  mode: ModeName,
  { settings, continues, checkedHash, alongside }: ReplaceOptions = {},
): Promise<Credentials> {
  const policy = settings ?? (await parts.settings.get(principal.userId));
  const client = clientInfo(headers);
  const old = continues && (await liveSignIn(parts, continues));
  const age = continues ? (Date.now() - continues.authenticatedAt.getTime()) / 1000 : 0;
  if (age >= parts.auth.modes[mode].limits(policy).absoluteSeconds) throw new ReauthenticationRequiredError();
  const carried = await carriedSignIns(parts, headers);
  const limit = { userId: principal.userId, limit: policy.maxSignIns, client };
  // A visitor's sign-ins end with the account.
  const notAfter = old?.expiresAt ?? (await parts.accounts.find(principal.userId))?.expiresAt;
  const issue = () =>
    parts.auth.modes[mode].issue(principal, client, policy, {
      ...(continues && { authenticatedAt: continues.authenticatedAt }),
      ...(notAfter && { notAfter }),
      async alongside(sessionId) {
        // Asked again: checking a password takes a while, in which the account may have changed.
        refuseChanged(await parts.accounts.find(principal.userId), principal, checkedHash);
        const ended = new Set<SessionId>();
        for (const old of carried)
          if (await parts.auth.modes[old.mode].revoke(old.userId, old.sessionId)) ended.add(old.sessionId);
        if (continues && !ended.has(continues.sessionId)) throw new SignInEndedError();
        await endOldest(parts, limit, sessionId);
        await alongside?.(sessionId);
      },
    });
  const credentials = await issue().catch(async (error: unknown) => {
    if (!(error instanceof FarTooManyError)) throw error;
    // Seldom, and in transactions of their own: one that takes long holds up everybody else who writes.
    await endFarTooMany(parts, limit);
    return issue();
  });
  for (const other of MODE_NAMES.filter((name) => name !== mode))
    for (const kind of Object.values(CREDENTIAL_COOKIES[other]))
      if (kind) parts.cookies.clearHeld(headers, cookies, kind);
  parts.cookies.setCredentials(cookies, mode, credentials);
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
export async function carriedSignIns(
  { auth, cookies }: AccountParts,
  headers: Headers,
): Promise<CarriedSignIn[]> {
  const found = new Map<string, CarriedSignIn>();
  for (const held of carriedCredentials(headers, auth, cookies)) {
    const signIn = await auth.modes[held.mode].signInOf(held);
    if (signIn) found.set(signIn.sessionId, { mode: held.mode, ...signIn });
  }
  return [...found.values()];
}
