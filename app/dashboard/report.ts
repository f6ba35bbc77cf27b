// Says in one or two sentences what an act really did, from what the verifier answered before and after it.
// Server only; the type is all that the browser's scripts take from here.

import { describeSeconds } from "@/app/_ui/modes";
import { reasonWords } from "@/app/_ui/words";
import type { Active, ModeName, Verification } from "@/lib/auth/contract";
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
  const { act, at, pairId, halves } = outcome;
  const modes = (Object.keys(halves) as ModeName[]).filter((mode) => halves[mode]);
  const said: Report["said"] = {};
  for (const mode of modes) {
    const half = halves[mode];
    if (half) said[mode] = sentences[act](mode, half);
  }
  const id = `${act} ${at.getTime()}`;
  return { id, act, modes, at: at.getTime(), pairId, opening: openings[act] ?? null, said };
}

const openings: Partial<Record<ActName, string>> = {
  issue: "A new pair was issued.",
  "revoke-both": "Both were revoked in the same moment.",
};

const sentences: Record<ActName, (mode: ModeName, half: HalfOutcome) => string> = {
  issue: (mode, { after }) =>
    after.active ? `The ${noun[mode]} lasts ${left(after)}.` : `The ${noun[mode]} is refused: ${why(after)}`,
  revoke: revoked,
  "revoke-both": revoked,
  "sign-out": (mode, { before, copy }) => {
    if (isMissing(before)) return "There was no cookie to sign out with: this browser had none.";
    const gone = "The cookie is gone from this browser";
    if (copy.active)
      return `${gone}. ${kept[mode]} A copy taken before is good for ${left(copy)} more: replay it and see.`;
    return before.active
      ? `${gone}, and ${ended[mode]}: a copy taken before is worthless.`
      : `${gone}. A copy taken before is worthless: it had already stopped (${short(copy)}).`;
  },
  tamper: (_mode, { before, after, copy }) => {
    if (isMissing(before)) return "There was no cookie to tamper with: this browser had none.";
    const changed = "One character in the middle of the cookie was changed.";
    if (after.active) return `${changed} It is still accepted, which must not be.`;
    const rest = copy.active ? " The untouched copy is still good: replay it to bring it back." : "";
    return `${changed} It is refused: ${why(after)}${rest}`;
  },
  replay: (mode, { after, copy }) => {
    if (isMissing(copy))
      return "There is no copy to replay: this browser no longer has it. Issue a new pair.";
    const back = "The copy from the moment of issue is back in the cookie, as a thief would put it there.";
    return after.active
      ? `${back} It is accepted, for ${left(after)} more.`
      : `${back} It is refused: ${why(after)} ${mode in hasRecord ? "No copy outlives its row." : ""}`.trim();
  },
};

function revoked(mode: ModeName, { before, after }: HalfOutcome): string {
  if (isMissing(before)) return `There was no ${noun[mode]} to revoke: this browser holds no cookie for it.`;
  if (!before.active && before.reason === "bad_signature")
    return `The ${noun[mode]} was not touched: from a cookie that was tampered with, the server cannot tell which one is meant.`;
  if (!before.active) return `The ${noun[mode]} had already stopped: ${why(before)}`;
  if (!after.active)
    return `${capital(ended[mode])}. The cookie is still in the browser, but it opens nothing now.`;
  return `${kept[mode]} It stays valid for ${left(after)}.`;
}

const noun: Record<ModeName, string> = { session: "session", jwt: "JWT" };
const ended: Record<ModeName, string> = { session: "the row was deleted", jwt: "the JWT was revoked" };
/** When the server could not end it. */
const kept: Record<ModeName, string> = {
  session: "The row is still there.",
  jwt: "Nothing was deleted: an expiry-only JWT has no record on the server.",
};
const hasRecord: Partial<Record<ModeName, true>> = { session: true };

const isMissing = (verification: Verification): boolean =>
  !verification.active && verification.reason === "missing";
const why = (verification: Verification): string =>
  verification.active ? "" : reasonWords[verification.reason].long;
const short = (verification: Verification): string =>
  verification.active ? "accepted" : reasonWords[verification.reason].short;
const left = ({ expiresAt }: Active): string =>
  describeSeconds(Math.ceil((expiresAt.getTime() - Date.now()) / 1000));
const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
