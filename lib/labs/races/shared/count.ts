// The counters of a race, from its facts: how many lines live on, how often reuse was noticed though nobody stole, who
// is signed out. The page and the conclusion of a run use the same function.

import type { AnswerFact, MarkFact, Recording } from "../../contract";
import { raceLanes } from "./promises";

/** The rounds, in their order: the acts that mark them. In the last everybody exchanges once more. */
export const ROUNDS = ["race", "go-on", "exchange-again"] as const;
export type Round = (typeof ROUNDS)[number];
const FIRST: Round = "race";
const LAST: Round = "exchange-again";

/** A successor that the race brought forth. */
export interface Line {
  /** Its name in this run. */
  token: string;
  /** Tabs that were given it. */
  tabs: number;
  /** Did anybody still get something for it in the last round? Null: that round is not over. */
  live: boolean | null;
}

export interface RaceCount {
  lane: string;
  tabs: number;
  /** Answered requests of all rounds. */
  requests: number;
  /** Refresh tokens that were made in exchange for others. */
  rotations: number;
  /** Successors of one token beyond its first. */
  forks: number;
  lines: Line[];
  /** Null here and below: the last round is not over. */
  liveLines: number | null;
  /** How often reuse was noticed. Nobody stole anything. */
  falseThefts: number;
  /** Tabs that are refused in the end. */
  signOuts: number | null;
  /** Answers that are neither 200 nor 401. */
  strange: number;
  /** Null: not over yet, or nothing was promised. */
  agrees: boolean | null;
}

export function countRaces({ lanes, facts }: Recording): RaceCount[] {
  return lanes.map(({ id: lane }) => {
    const answers = facts.filter(
      (fact): fact is AnswerFact => fact.kind === "answer" && fact.lane === lane && "round" in detailOf(fact),
    );
    const marks = facts.filter((fact): fact is MarkFact => fact.kind === "mark" && fact.lane === lane);
    return countLane(lane, answers, marks);
  });
}

function countLane(lane: string, answers: readonly AnswerFact[], marks: readonly MarkFact[]): RaceCount {
  const inRound = (round: Round) => answers.filter((answer) => detailOf(answer).round === round);
  const last = inRound(LAST);
  // A round has its mark when all its answers are in.
  const over = marks.some(({ act }) => act === LAST);
  const exchanged = answers.flatMap(({ refresh }) =>
    refresh?.received ? [{ presented: refresh.presented, received: refresh.received }] : [],
  );
  const children = new Set(exchanged.map(({ presented, received }) => `${presented} ${received}`)).size;
  const exchangedLast = new Set(last.flatMap(({ refresh }) => (refresh?.received ? refresh.presented : [])));
  const counted = {
    lane,
    tabs: inRound(FIRST).length,
    requests: answers.length,
    rotations: new Set(exchanged.map(({ received }) => received)).size,
    forks: children - new Set(exchanged.map(({ presented }) => presented)).size,
    lines: linesOf(inRound(FIRST), over ? exchangedLast : null),
    liveLines: over ? exchangedLast.size : null,
    falseThefts: marks.filter(({ act }) => act === "journal-reused").length,
    signOuts: over ? last.filter(({ accepted }) => !accepted).length : null,
    strange: answers.filter(({ status }) => status !== 200 && status !== 401).length,
  };
  return { ...counted, agrees: agreement(counted) };
}

function linesOf(answers: readonly AnswerFact[], live: ReadonlySet<string> | null): Line[] {
  const tabs = new Map<string, number>();
  for (const { refresh } of answers)
    if (refresh?.received) tabs.set(refresh.received, (tabs.get(refresh.received) ?? 0) + 1);
  return [...tabs].map(([token, count]) => ({ token, tabs: count, live: live?.has(token) ?? null }));
}

/** Judged when all is over. Who promises at most one line has to keep one. */
function agreement(count: Omit<RaceCount, "agrees">): boolean | null {
  const { liveLines, falseThefts, signOuts } = count;
  const most = raceLanes.find(({ id }) => id === count.lane)?.most;
  if (!most || Object.keys(most).length === 0 || liveLines === null || signOuts === null) return null;
  const within = (measured: number, bound: number | undefined) => bound === undefined || measured <= bound;
  const someoneIsIn = most.signOuts === undefined || liveLines > 0;
  return (
    within(liveLines, most.liveLines) &&
    within(falseThefts, most.falseThefts) &&
    within(signOuts, most.signOuts) &&
    someoneIsIn &&
    count.strange === 0
  );
}

const detailOf = ({ detail }: AnswerFact) => detail ?? {};
