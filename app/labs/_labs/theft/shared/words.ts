// A lane's story in sentences: what the server noticed and why, who is in, and what each did with each token. Words
// only, the same in the picture and in the table; decides nothing.

import { delay, instant as instantOf } from "@/app/labs/_drawing/words";
import type { RecordedLane } from "@/lib/labs/contract";
import type { Holding, LaneStory, Presence, TokenNode, Use, Who } from "@/lib/labs/theft/shared/family";
import type { Detection } from "@/lib/labs/theft/shared/story";

/** In one piece, wherever a line ends. */
const instant = (milliseconds: number): string => instantOf(milliseconds).replace(" ", "\u00a0");

export interface StoryWords {
  tone: "ok" | "warn" | "open";
  /** "Theft noticed at 13.31 s". */
  headline: string;
  why: string;
}

export function storyWords(
  lane: RecordedLane,
  story: LaneStory,
  { promised }: Detection,
  running: boolean,
): StoryWords {
  const [notice] = story.notices;
  if (notice)
    return { tone: "ok", headline: `Theft noticed at ${instant(notice.at)}`, why: noticedWhy(lane, story) };
  if (story.copiedAt === null)
    return { tone: "open", headline: "No theft yet", why: "The thief holds no cookie of this lane." };
  const headline = promised ? `Not noticed${running ? " so far" : ""}` : "Cannot be noticed";
  return { tone: "warn", headline, why: unnoticedWhy(lane, story) };
}

function noticedWhy({ guarantees }: RecordedLane, { notices: [notice] }: LaneStory): string {
  if (!notice) return "";
  const whose = notice.by === "terminal" ? "a request from a terminal" : `the ${notice.by}’s request`;
  const which = notice.token ? ` It brought ${notice.token}, which was spent` : "";
  const after = notice.afterMs === null ? "" : ` ${delay(notice.afterMs)} before`;
  return `By ${whose}.${which}${which ? `${after}.` : ""} The whole family is revoked, for both of them${
    guarantees.revokeOne === "at_expiry" ? ". Access tokens live to their end" : ""
  }.`;
}

function unnoticedWhy(lane: RecordedLane, { tokens }: LaneStory): string {
  if (!lane.refreshes) return "Nothing is exchanged here, so a copy looks like the owner.";
  const uses = tokens.flatMap((token) => token.uses);
  if (uses.some(({ outcome }) => outcome === "kept"))
    return "The refresh token is never spent, so using it twice is nothing unusual.";
  const gaps = tokens.flatMap((token) => {
    const first = token.uses.find(({ outcome }) => outcome === "exchanged");
    const again = token.uses.find(({ outcome }) => outcome === "repeated");
    return first && again ? [again.at - first.at] : [];
  });
  if (gaps.length === 0) return "No spent token was shown again.";
  return `The second to show a token came at most ${delay(Math.max(...gaps))} after the first. That is within the ${lane.graceSeconds} s of grace, so both got the same successor.`;
}

/** "in since 1.00 s", "out since 13.31 s". */
export function presenceWords({ firstInAt, lastInAt, outAt, inAtEnd }: Presence, running: boolean): string {
  if (firstInAt === null || lastInAt === null) return "never in";
  if (outAt !== null) return `out since ${instant(outAt)}`;
  if (inAtEnd) return running ? "in" : "in to the end";
  return `last seen at ${instant(lastInAt)}`;
}

export interface TokenLine {
  text: string;
  /** It was refused. */
  bad: boolean;
}

/** What one of them did with a token, in the order of time; empty: nothing. */
export function linesOf(token: TokenNode, by: Who, tokens: readonly TokenNode[]): TokenLine[] {
  const held = token.holdings.filter((holding) => holding.by === by);
  const uses = token.uses.filter((use) => use.by === by);
  const kept = uses.filter(({ outcome }) => outcome === "kept");
  const lines = [
    ...held.map((holding) => ({
      at: holding.from,
      bad: false,
      text: holdingWords(holding, by, token, tokens),
    })),
    ...uses
      .filter(({ outcome }) => outcome !== "kept")
      .map((use) => ({ at: use.at, bad: isRefusal(use), text: useWords(use) })),
    ...kept.slice(-1).map(({ at }) => ({ at, bad: false, text: keptWords(kept.length, at) })),
  ];
  return lines.sort((a, b) => a.at - b.at).map(({ text, bad }) => ({ text, bad }));
}

function holdingWords(
  { how, from }: Holding,
  by: Who,
  token: TokenNode,
  tokens: readonly TokenNode[],
): string {
  if (how === "copied") return `copied it at ${instant(from)}`;
  if (how === "issued") return from === 0 ? "had it first" : `signed in for it at ${instant(from)}`;
  const parent = tokens.find(({ name }) => name === token.parent);
  const second = parent?.uses.some(
    (use) => use.by === by && use.outcome === "repeated" && use.to === token.name,
  );
  return `got it${second ? " too" : ""} at ${instant(from)}`;
}

const USE_WORDS: Record<Exclude<Use["outcome"], "kept">, (at: string) => string> = {
  exchanged: (at) => `spent it at ${at}`,
  repeated: (at) => `showed it again at ${at}`,
  reused: (at) => `reuse noticed at ${at}`,
  refused: (at) => `refused with it at ${at}`,
};

const isRefusal = ({ outcome }: Use): boolean => outcome === "refused" || outcome === "reused";

const useWords = ({ outcome, at }: Use): string =>
  outcome === "kept" ? keptWords(1, at) : USE_WORDS[outcome](instant(at));

const keptWords = (times: number, at: number): string =>
  times === 1 ? `used it at ${instant(at)}` : `used it ${times} times, last at ${instant(at)}`;
