import "server-only";
import { z } from "zod";
import { log } from "@/lib/audit/log";
import type {
  Introspection,
  IssuePolicy,
  ModeName,
  SessionId,
  UserId,
  Verification,
} from "@/lib/auth/contract";
import { MODE_NAMES } from "@/lib/auth/create-auth";
import { BOUNDS, SIGNING_ALGS, STRATEGY_NAMES } from "@/lib/auth/policy";
import { createTrace, type RecordedTrace } from "@/lib/auth/trace";
import type { SignedIn } from "@/lib/session/authenticate";
import type { CookieWriter } from "@/lib/session/cookies";
import { type CookieDescription, describeCookie } from "@/lib/session/describe-cookie";
import { clientInfo } from "@/lib/session/request-facts";
import { getRuntime, type Runtime } from "@/lib/session/runtime";
import { copyToken, hold, liveCookie, liveToken, PAIR_COOKIES } from "./pair-cookies";
import { tamperOneCharacter } from "./tamper";

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

export interface PairContext {
  headers: Headers;
  cookies: CookieWriter;
}

/** One half as the browser holds it, and what stands behind it. */
export type PairHalf = Introspection & { cookie: CookieDescription };
export type Pair = Readonly<Record<ModeName, PairHalf | null>>;

/** Issues a new pair in place of the old. A copy of each credential is kept in a cookie of its own, for `replayCopy`. */
export async function issuePair(input: PairInput, current: SignedIn, context: PairContext): Promise<Pair> {
  const runtime = await getRuntime();
  const { userId } = current.principal;
  const { jwt } = runtime.settings.get(userId);
  await endHeldPair(runtime, context.headers);

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
    const issued = await runtime.pairAuth.modes[mode].issue(
      current.principal,
      clientInfo(context.headers),
      policy,
      // In one transaction with it: of many that are issued at once, each sees those before it.
      { alongside: (newest) => endOldestHalves(runtime, userId, mode, newest) },
    );
    tokens.set(mode, issued.token);
    hold(runtime, context.cookies, PAIR_COOKIES[mode].live, issued.token);
    hold(runtime, context.cookies, PAIR_COOKIES[mode].copy, issued.token);
  }
  log("pair.issued", { userId, alg, revocation });
  return describePair(runtime, (mode) => tokens.get(mode));
}

/** The pair this browser presents; a half that it does not hold is null. */
export async function inspectPair(headers: Headers): Promise<Pair> {
  const runtime = await getRuntime();
  return describePair(runtime, (mode) => liveToken(runtime, headers, mode));
}

/** The live probe: what the real verifier says of this half, at this moment. Never extends anything. */
export async function probePair(
  mode: ModeName,
  headers: Headers,
): Promise<{ verification: Verification; trace: RecordedTrace }> {
  const runtime = await getRuntime();
  const trace = createTrace();
  const token = liveToken(runtime, headers, mode);
  const verification: Verification = token
    ? await runtime.pairAuth.modes[mode].verify(token, { trace, readOnly: true })
    : { active: false, reason: "missing" };
  return { verification, trace };
}

/**
 * Ends one half on the server as far as its mode can; the cookie stays, so the next probe shows what that
 * did. False when the browser holds no such half, or one that belongs to somebody else.
 */
export async function revokeHalf(mode: ModeName, current: SignedIn, headers: Headers): Promise<boolean> {
  const runtime = await getRuntime();
  const token = liveToken(runtime, headers, mode);
  if (!token) return false;
  const verification = await runtime.pairAuth.modes[mode].verify(token, { readOnly: true });
  if (!verification.active) return true;
  const { userId } = current.principal;
  if (verification.principal.userId !== userId) return false;
  await runtime.pairAuth.modes[mode].revoke(userId, verification.sessionId);
  log("pair.revoked", { userId, mode });
  return true;
}

/** Signs out this half as an app would: ends it as far as its mode can, and clears its cookie. */
export async function signOutHalf(mode: ModeName, current: SignedIn, context: PairContext): Promise<void> {
  const runtime = await getRuntime();
  await revokeHalf(mode, current, context.headers);
  context.cookies.set(runtime.cookies.clear(PAIR_COOKIES[mode].live));
}

/** Changes one character of the credential in the browser's cookie. False when there is none. */
export async function tamperHalf(mode: ModeName, context: PairContext): Promise<boolean> {
  const runtime = await getRuntime();
  const token = liveToken(runtime, context.headers, mode);
  if (token) hold(runtime, context.cookies, PAIR_COOKIES[mode].live, tamperOneCharacter(token));
  return token !== undefined;
}

/** Puts the copy from the moment of issue back into the cookie, as a thief would. False when there is none. */
export async function replayCopy(mode: ModeName, context: PairContext): Promise<boolean> {
  const runtime = await getRuntime();
  const copy = copyToken(runtime, context.headers, mode);
  if (copy) hold(runtime, context.cookies, PAIR_COOKIES[mode].live, copy);
  return copy !== undefined;
}

/** At sign-out: ends the pair and clears its cookies, the copies included. */
export async function endPair(context: PairContext): Promise<void> {
  const runtime = await getRuntime();
  await endHeldPair(runtime, context.headers);
  for (const { live, copy } of Object.values(PAIR_COOKIES))
    for (const kind of [live, copy]) runtime.cookies.clearHeld(context.headers, context.cookies, kind);
}

/** The copies too: a live cookie that was tampered with no longer leads to its row. */
async function endHeldPair(runtime: Runtime, headers: Headers): Promise<void> {
  for (const mode of MODE_NAMES) {
    const auth = runtime.pairAuth.modes[mode];
    const held = new Set([liveToken(runtime, headers, mode), copyToken(runtime, headers, mode)]);
    for (const token of held) {
      const verification = token ? await auth.verify(token, { readOnly: true }) : null;
      if (verification?.active) await auth.revoke(verification.principal.userId, verification.sessionId);
    }
  }
}

/** Makes room for the newest. */
async function endOldestHalves(
  { pairAuth }: Runtime,
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
  runtime: Runtime,
  tokenOf: (mode: ModeName) => string | undefined,
): Promise<Pair> {
  const describe = async (mode: ModeName): Promise<PairHalf | null> => {
    const token = tokenOf(mode);
    if (!token) return null;
    const cookie = describeCookie(liveCookie(runtime, mode, token));
    return { ...(await runtime.pairAuth.modes[mode].introspect(token)), cookie };
  };
  return { session: await describe("session"), jwt: await describe("jwt") };
}
