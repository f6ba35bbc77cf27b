import "server-only";
import { z } from "zod";
import type {
  Introspection,
  IssuePolicy,
  ModeName,
  SessionId,
  UserId,
  Verification,
} from "@/lib/auth/contract";
import { MODE_NAMES, SIGNING_ALGS, STRATEGY_NAMES } from "@/lib/auth/names";
import { BOUNDS } from "@/lib/auth/policy";
import { createTrace, type RecordedTrace } from "@/lib/auth/trace";
import type { CookieWriter } from "@/lib/http/cookies/cookies";
import { type CookieDescription, describeCookie } from "@/lib/http/cookies/describe-cookie";
import { clientInfo } from "@/lib/http/request/request-facts";
import type { SignedIn } from "@/lib/http/signed-in";
import { log } from "@/lib/log/log";
import { copyToken, hold, liveCookie, liveToken, PAIR_COOKIES } from "./pair-cookies";
import type { PairParts } from "./parts";
import { type ChangedCharacter, changedCharacter, tamperOneCharacter } from "./tamper";

// The pair: one real credential of each mode for the same person, side by side in one browser. They have an
// audience of their own, so the app's guard never accepts them, and can be tampered with, revoked and
// replayed without harm.

const SESSION_SECONDS = 15 * 60;
const DEFAULT_TTL_SECONDS = 60;
export const MIN_TTL_SECONDS = BOUNDS.accessTtlSeconds.min;
export const MAX_TTL_SECONDS = 15 * 60;
/** Pairs a person may have alive at once; issuing one more ends the oldest. */
const MAX_PAIRS = 20;

export const pairSchema = z.object({
  strategy: z.enum(STRATEGY_NAMES).optional(),
  alg: z.enum(SIGNING_ALGS).optional(),
  accessTtlSeconds: z
    .number()
    .int("Please enter whole seconds.")
    .min(MIN_TTL_SECONDS)
    .max(MAX_TTL_SECONDS)
    .optional(),
});
export type PairInput = z.infer<typeof pairSchema>;

/** Whose pair it is, or will be. */
export type Holder = Pick<SignedIn, "principal">;

export interface PairContext {
  headers: Headers;
  cookies: CookieWriter;
}

/** One half as the browser holds it, and what stands behind it. */
export type PairHalf = Introspection & {
  cookie: CookieDescription;
  /** What was tampered with. */
  changed: ChangedCharacter | null;
};
export type Pair = Readonly<Record<ModeName, PairHalf | null>>;

/** Issues a new pair in place of the old. A copy of each credential is kept in a cookie of its own, for `replayCopy`. */
export async function issuePair(
  parts: PairParts,
  input: PairInput,
  current: Holder,
  context: PairContext,
): Promise<Pair> {
  const { userId } = current.principal;
  const { jwt } = await parts.settings.get(userId);
  await endHeldPair(parts, context.headers);

  const alg = input.alg ?? jwt.alg;
  const revocation = input.strategy ?? jwt.revocation;
  const policy: IssuePolicy = {
    session: {
      idleTimeoutSeconds: SESSION_SECONDS,
      absoluteTimeoutSeconds: SESSION_SECONDS,
      cacheSeconds: 0,
    },
    jwt: {
      alg,
      revocation,
      accessTtlSeconds: input.accessTtlSeconds ?? DEFAULT_TTL_SECONDS,
      // The pair shows one access token live and die; its refresh token is handed to nobody.
      refreshIdleSeconds: SESSION_SECONDS,
      refreshAbsoluteSeconds: SESSION_SECONDS,
    },
  };
  const tokens = new Map<ModeName, string>();
  for (const mode of MODE_NAMES) {
    const issued = await parts.pairAuth.modes[mode].issue(
      current.principal,
      clientInfo(context.headers),
      policy,
      // In one transaction with it: of many that are issued at once, each sees those before it.
      { alongside: (newest) => endOldestHalves(parts, userId, mode, newest) },
    );
    tokens.set(mode, issued.token);
    hold(parts, context.cookies, PAIR_COOKIES[mode].live, issued.token);
    hold(parts, context.cookies, PAIR_COOKIES[mode].copy, issued.token);
  }
  log("pair.issued", { userId, alg, revocation });
  const tokenOf = (mode: ModeName) => tokens.get(mode);
  return describePair(parts, tokenOf, tokenOf);
}

/** The pair this browser presents; a half that it does not hold is null. */
export async function inspectPair(parts: PairParts, headers: Headers): Promise<Pair> {
  return describePair(
    parts,
    (mode) => liveToken(parts, headers, mode),
    (mode) => copyToken(parts, headers, mode),
  );
}

/** The live probe: what the real verifier says of this half, at this moment. Never extends anything. */
export async function probePair(
  parts: PairParts,
  mode: ModeName,
  headers: Headers,
): Promise<{ verification: Verification; trace: RecordedTrace }> {
  const trace = createTrace();
  const token = liveToken(parts, headers, mode);
  const verification: Verification = token
    ? await parts.pairAuth.modes[mode].verify(token, { trace, readOnly: true })
    : { active: false, reason: "missing" };
  return { verification, trace };
}

/** Whose pair this browser presents, by a half that is still accepted; null when none is. */
export async function pairHolder(parts: PairParts, headers: Headers): Promise<Holder | null> {
  for (const mode of MODE_NAMES) {
    const { verification } = await probePair(parts, mode, headers);
    if (verification.active) return verification;
  }
  return null;
}

/**
 * Ends one half on the server as far as its mode can; the cookie stays, so the next probe shows what that
 * did. False when the browser holds no such half, or one that belongs to somebody else.
 */
export async function revokeHalf(
  parts: PairParts,
  mode: ModeName,
  current: Holder,
  headers: Headers,
): Promise<boolean> {
  const token = liveToken(parts, headers, mode);
  if (!token) return false;
  const verification = await parts.pairAuth.modes[mode].verify(token, { readOnly: true });
  if (!verification.active) return true;
  const { userId } = current.principal;
  if (verification.principal.userId !== userId) return false;
  await parts.pairAuth.modes[mode].revoke(userId, verification.sessionId);
  log("pair.revoked", { userId, mode });
  return true;
}

/** Signs out this half as an app would: ends it as far as its mode can, and clears its cookie. */
export async function signOutHalf(
  parts: PairParts,
  mode: ModeName,
  current: Holder,
  context: PairContext,
): Promise<void> {
  await revokeHalf(parts, mode, current, context.headers);
  context.cookies.set(parts.cookies.clear(PAIR_COOKIES[mode].live));
}

/** Changes one character of the credential in the browser's cookie. False when there is none. */
export async function tamperHalf(parts: PairParts, mode: ModeName, context: PairContext): Promise<boolean> {
  const token = liveToken(parts, context.headers, mode);
  if (token) hold(parts, context.cookies, PAIR_COOKIES[mode].live, tamperOneCharacter(token));
  return token !== undefined;
}

/** Puts the copy from the moment of issue back into the cookie, as a thief would. False when there is none. */
export async function replayCopy(parts: PairParts, mode: ModeName, context: PairContext): Promise<boolean> {
  const copy = copyToken(parts, context.headers, mode);
  if (copy) hold(parts, context.cookies, PAIR_COOKIES[mode].live, copy);
  return copy !== undefined;
}

/** At sign-out: ends the pair and clears its cookies, the copies included. */
export async function endPair(parts: PairParts, context: PairContext): Promise<void> {
  await endHeldPair(parts, context.headers);
  for (const { live, copy } of Object.values(PAIR_COOKIES))
    for (const kind of [live, copy]) parts.cookies.clearHeld(context.headers, context.cookies, kind);
}

/** The copies too: a live cookie that was tampered with no longer leads to its row. */
async function endHeldPair(parts: PairParts, headers: Headers): Promise<void> {
  for (const mode of MODE_NAMES) {
    const auth = parts.pairAuth.modes[mode];
    const held = new Set([liveToken(parts, headers, mode), copyToken(parts, headers, mode)]);
    for (const token of held) {
      const verification = token ? await auth.verify(token, { readOnly: true }) : null;
      if (verification?.active) await auth.revoke(verification.principal.userId, verification.sessionId);
    }
  }
}

/** Makes room for the newest. */
async function endOldestHalves(
  { pairAuth }: PairParts,
  userId: UserId,
  mode: ModeName,
  newest: SessionId,
): Promise<void> {
  const { count } = await pairAuth.modes[mode].tally(userId);
  const surplus = count - MAX_PAIRS;
  if (surplus <= 0) return;
  // One more than is to go: of two of the same millisecond the newest may come first.
  const oldest = await pairAuth.modes[mode].list(userId, { first: "oldest", limit: surplus + 1 });
  const others = oldest.filter(({ id }) => id !== newest);
  for (const { id } of others.slice(0, surplus)) await pairAuth.modes[mode].revoke(userId, id);
}

async function describePair(
  parts: PairParts,
  tokenOf: (mode: ModeName) => string | undefined,
  issuedOf: (mode: ModeName) => string | undefined,
): Promise<Pair> {
  const describe = async (mode: ModeName): Promise<PairHalf | null> => {
    const token = tokenOf(mode);
    if (!token) return null;
    const cookie = describeCookie(liveCookie(parts, mode, token));
    const changed = changedCharacter(issuedOf(mode), token);
    return { ...(await parts.pairAuth.modes[mode].introspect(token)), cookie, changed };
  };
  return { session: await describe("session"), jwt: await describe("jwt") };
}
