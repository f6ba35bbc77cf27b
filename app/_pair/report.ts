// Says in one or two sentences what an act really did, from what the verifier answered before and after it.
// Server only; the type is all that the browser's scripts take from here.

import { describeSeconds } from "@/app/_ui/words/modes";
import { strategyLook } from "@/app/_ui/words/strategies";
import { changeWords, reasonWords } from "@/app/_ui/words/words";
import type { Active, Effect, ModeName, StrategyName, Verification } from "@/lib/auth/contract";
import type { ActName, ActOutcome, HalfOutcome } from "@/lib/pair/acts";

/** What a form of the side-by-side answers. */
export interface Report {
  id: string;
  act: ActName;
  modes: ModeName[];
  /** Milliseconds of the server's clock. */
  at: number;
  /** Null when the act was done to no pair, or not at all. */
  pairId: string | null;
  /** About the act as a whole. */
  opening: string | null;
  /** What it did to each half. */
  said: Partial<Record<ModeName, string>>;
}

/** When nothing was done. */
export function failedReport(error = "Nothing was changed."): Report {
  const at = Date.now();
  return { id: `failed ${at}`, act: "issue", modes: [], at, pairId: null, opening: error, said: {} };
}

export function reportOf(outcome: ActOutcome): Report {
  const { act, at, pairId, strategy, halves } = outcome;
  const modes = (Object.keys(halves) as ModeName[]).filter((mode) => halves[mode]);
  const said: Report["said"] = {};
  for (const mode of modes) {
    const half = halves[mode];
    if (half) said[mode] = sentences[act](WORDS[mode](strategy), half);
  }
  const id = `${act} ${at.getTime()}`;
  return { id, act, modes, at: at.getTime(), pairId, opening: openings[act] ?? null, said };
}

const openings: Partial<Record<ActName, string>> = {
  issue: "A new pair was issued.",
  "revoke-both": "Both were revoked in the same moment.",
};

const sentences: Record<ActName, (words: Words, half: HalfOutcome) => string> = {
  issue: ({ noun }, { after }) =>
    after.active ? `The ${noun} lasts ${left(after)}.` : `The ${noun} is refused: ${why(after)}`,
  revoke: revoked,
  "revoke-both": revoked,
  "sign-out": ({ ended, kept }, { before, copy }) => {
    if (isMissing(before)) return "There was no cookie to sign out with: this browser had none.";
    const gone = "The cookie is gone from this browser";
    if (copy.active)
      return `${gone}. ${kept(copy)} A copy taken before is good for ${left(copy)} more: replay it and see.`;
    return before.active
      ? `${gone}, and ${ended}: a copy taken before is worthless.`
      : `${gone}. A copy taken before is worthless: it had already stopped (${short(copy)}).`;
  },
  tamper: (_words, { before, after, copy, changed }) => {
    if (isMissing(before)) return "There was no cookie to tamper with: this browser had none.";
    const what = changed ? changeWords(changed) : "One character in the middle of the cookie was changed.";
    if (after.active) return `${what} It is still accepted, which must not be.`;
    const rest = copy.active ? " The untouched copy is still good: replay it to bring it back." : "";
    return `${what} It is refused: ${why(after)}${rest}`;
  },
  replay: ({ copies }, { after, copy }) => {
    if (isMissing(copy))
      return "There is no copy to replay: this browser no longer has it. Issue a new pair.";
    const back = "The copy from the moment of issue is back in the cookie, as a thief would put it there.";
    if (after.active) return `${back} It is accepted, for ${left(after)} more.`;
    return `${back} It is refused: ${why(after)} ${after.reason === "revoked" ? copies : ""}`.trim();
  },
};

function revoked({ noun, ended, kept }: Words, { before, after }: HalfOutcome): string {
  if (isMissing(before)) return `There was no ${noun} to revoke: this browser holds no cookie for it.`;
  if (!before.active && before.reason === "bad_signature")
    return `The ${noun} was not touched: from a cookie that was tampered with, the server cannot tell which one is meant.`;
  if (!before.active) return `The ${noun} had already stopped: ${why(before)}`;
  if (!after.active)
    return `${capital(ended)}. The cookie is still in the browser, but it opens nothing now.`;
  return `${kept(after)} It is still accepted for ${left(after)}.`;
}

interface Words {
  noun: string;
  /** What ending it did. */
  ended: string;
  /** When it is accepted all the same. */
  kept: (accepted: Active) => string;
  /** Why a copy is refused too, once it was revoked. */
  copies: string;
}

const sessionWords: Words = {
  noun: "session",
  ended: "the row was deleted",
  kept: () => "The row is still there.",
  copies: "No copy outlives its row.",
};

const WORDS: Record<ModeName, (strategy: StrategyName | null) => Words> = {
  session: () => sessionWords,
  jwt: (strategy) => ({
    noun: "JWT",
    ended: strategy ? strategyLook[strategy].ended : "the JWT was revoked",
    kept: ({ guarantees }) =>
      strategy
        ? `${capital(strategyLook[strategy].ended)}. But ${goesOn(strategy, guarantees.revokeOne)}.`
        : "It goes on.",
    copies: "Every copy is the same token, so every copy is refused.",
  }),
};

/** Why the token is accepted all the same; where its end takes effect at once, a fault to be seen. */
function goesOn(strategy: StrategyName, effect: Effect): string {
  if (effect === "immediate") return "the token is still accepted, which must not be";
  if (effect === "at_expiry") return `an ${strategy} JWT is looked up nowhere, so nothing could be deleted`;
  return `a check may go by what it read up to ${describeSeconds(effect.withinSeconds)} ago`;
}

const isMissing = (verification: Verification): boolean =>
  !verification.active && verification.reason === "missing";
const why = (verification: Verification): string =>
  verification.active ? "" : reasonWords[verification.reason].long;
const short = (verification: Verification): string =>
  verification.active ? "accepted" : reasonWords[verification.reason].short;
const left = ({ expiresAt }: Active): string =>
  describeSeconds(Math.ceil((expiresAt.getTime() - Date.now()) / 1000));
const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
