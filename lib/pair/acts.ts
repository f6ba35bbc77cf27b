import "server-only";
import { z } from "zod";
import type { ModeName, StrategyName, Verification } from "@/lib/auth/contract";
import { MODE_NAMES, SIGNING_ALGS, STRATEGY_NAMES } from "@/lib/auth/names";
import type { Cookie, CookieWriter } from "@/lib/http/cookies/cookies";
import { withCookies } from "@/lib/http/cookies/with-cookies";
import {
  type Holder,
  issuePair,
  MAX_TTL_SECONDS,
  MIN_TTL_SECONDS,
  type PairContext,
  replayCopy,
  revokeHalf,
  signOutHalf,
  tamperHalf,
} from "./pair";
import { copyToken, liveToken } from "./pair-cookies";
import type { PairParts } from "./parts";
import { type ChangedCharacter, changedCharacter } from "./tamper";
import { issuedWith } from "./view";

// The buttons of the side-by-side: one act on one half or on both, and what the real verifier said before and
// after it. What is said to people about an act is made from this, never from what was hoped for.

const half = z.object({
  act: z.enum(["revoke", "sign-out", "tamper", "replay"]),
  mode: z.enum(MODE_NAMES),
});
const ttl = z.coerce.number("Please choose a lifetime.").int("Please choose a lifetime.");
/** A form of the side-by-side; members are strings, as forms send them. */
export const actSchema = z.discriminatedUnion("act", [
  half,
  z.object({ act: z.literal("revoke-both") }),
  z.object({
    act: z.literal("issue"),
    strategy: z.enum(STRATEGY_NAMES, "Please choose how it is revoked."),
    alg: z.enum(SIGNING_ALGS, "Please choose an algorithm."),
    accessTtlSeconds: ttl.min(MIN_TTL_SECONDS).max(MAX_TTL_SECONDS),
  }),
]);
export type ActInput = z.infer<typeof actSchema>;
export type ActName = ActInput["act"];

/** One half through an act, as the verifier saw it. */
export interface HalfOutcome {
  /** What the browser presented until then. */
  before: Verification;
  /** What it presents from now on. */
  after: Verification;
  /** What a copy from the moment of issue is worth now. */
  copy: Verification;
  /** Where what it presents differs from that copy. */
  changed: ChangedCharacter | null;
}

export interface ActOutcome {
  act: ActName;
  /** The instant just before the act, so that whatever is refused because of it is refused later. */
  at: Date;
  /** The pair it was done to; for "issue", the new one. */
  pairId: string | null;
  /** How its JWT is revoked, whatever was done to the cookie since. */
  strategy: StrategyName | null;
  halves: Partial<Record<ModeName, HalfOutcome>>;
}

export async function performAct(
  parts: PairParts,
  input: ActInput,
  current: Holder,
  context: PairContext,
): Promise<ActOutcome> {
  const modes = "mode" in input ? [input.mode] : MODE_NAMES;
  const before = await verifyAll(parts, modes, context.headers, liveToken);
  const written: Cookie[] = [];
  const cookies: CookieWriter = {
    set(cookie) {
      written.push(cookie);
      return context.cookies.set(cookie);
    },
  };
  const at = new Date();
  await perform(parts, input, current, { headers: context.headers, cookies });

  const headers = withCookies(context.headers, written);
  const after = await verifyAll(parts, modes, headers, liveToken);
  const copy = await verifyAll(parts, modes, headers, copyToken);
  const halves = modes.map((mode) => {
    const changed = changedCharacter(copyToken(parts, headers, mode), liveToken(parts, headers, mode));
    return [mode, { before: before(mode), after: after(mode), copy: copy(mode), changed }];
  });
  const { id: pairId = null, strategy = null } = (await issuedWith(parts, headers)) ?? {};
  return { act: input.act, at, pairId, strategy, halves: Object.fromEntries(halves) };
}

async function perform(
  parts: PairParts,
  input: ActInput,
  current: Holder,
  context: PairContext,
): Promise<void> {
  switch (input.act) {
    case "issue":
      await issuePair(parts, input, current, context);
      return;
    case "revoke":
      await revokeHalf(parts, input.mode, current, context.headers);
      return;
    case "revoke-both":
      for (const mode of MODE_NAMES) await revokeHalf(parts, mode, current, context.headers);
      return;
    case "sign-out":
      return signOutHalf(parts, input.mode, current, context);
    case "tamper":
      await tamperHalf(parts, input.mode, context);
      return;
    case "replay":
      await replayCopy(parts, input.mode, context);
  }
}

const MISSING: Verification = { active: false, reason: "missing" };

/** Asks for each mode what its credential in `headers` is worth, without keeping anything alive. */
async function verifyAll(
  parts: PairParts,
  modes: readonly ModeName[],
  headers: Headers,
  tokenOf: typeof liveToken,
): Promise<(mode: ModeName) => Verification> {
  const found = new Map<ModeName, Verification>();
  for (const mode of modes) {
    const token = tokenOf(parts, headers, mode);
    if (token) found.set(mode, await parts.pairAuth.modes[mode].verify(token, { readOnly: true }));
  }
  return (mode) => found.get(mode) ?? MISSING;
}
