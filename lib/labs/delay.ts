import type { Effect, Guarantees } from "@/lib/auth/contract";
import type { AnswerFact, MarkFact, RecordedLane, Recording, Verdict } from "./contract";

// From facts to a figure: how long one lane went on accepting after one act, and whether that is what its mode
// promises. Pure; judges by the requests that were sent after the act was acknowledged and by nothing else.

/** What was to be expected of one lane after one act. */
export interface Promised {
  effect: Effect | "never";
  /** Where the contract is silent: why. */
  why?: string;
  /** What is refused may come back with new credentials: only the old ones are judged. */
  mayReturn?: boolean;
}

export interface DelayQuestion {
  recording: Recording;
  mark: MarkFact;
  lane: RecordedLane;
  /** The device whose requests tell. */
  device: string;
  resource: string;
  promised: Promised;
}

/**
 * A promise is broken by a request that was sent after the promised instant and accepted, or, where nothing was to
 * end, by one that was refused. "At expiry" ends with the longest access token the lane's policy allows.
 */
export function verdictOf(question: DelayQuestion): Verdict {
  const { recording, mark, lane, device, resource, promised } = question;
  const answers = recording.facts.filter(
    (fact): fact is AnswerFact =>
      fact.kind === "answer" && fact.lane === lane.id && fact.device === device && fact.resource === resource,
  );
  const before = answers.filter((answer) => answer.at + answer.took <= mark.at && isThrough(answer));
  const after = answers.filter((answer) => answer.at >= mark.end);
  const refused = after.find((answer) => !isThrough(answer));
  const accepted = after.filter(isThrough);
  const measuredMs = refused ? refused.at - mark.end : null;
  const again = refused && accepted.find((answer) => answer.at > refused.at);
  const judged =
    refused && promised.mayReturn ? accepted.filter((answer) => answer.at < refused.at) : accepted;
  const promisedMs = milliseconds(promised.effect, lane);
  const lastAccepted = accepted.at(-1);
  return {
    lane: lane.id,
    mark: mark.seq,
    act: mark.act,
    promised: promised.effect,
    promisedMs,
    measuredMs,
    lastAcceptedMs: lastAccepted ? lastAccepted.at - mark.end : null,
    watchedMs: Math.max(0, (after.at(-1)?.at ?? mark.end) - mark.end),
    agrees:
      promisedMs === null
        ? refused === undefined
        : judged.every((answer) => answer.at - mark.end <= promisedMs),
    reason: refused ? (refused.status === 403 ? "forbidden" : refused.reason) : null,
    acceptedAgainMs: again ? again.at - mark.end : null,
    reads: Math.max(0, ...before.map((answer) => answer.reads)),
    cookieBytes: lane.cookieBytes,
    ...(promised.why ? { why: promised.why } : {}),
  };
}

/** The promise of a mode for an act of this kind. */
export function promiseOf(
  guarantees: Guarantees,
  by: keyof Pick<Guarantees, "revokeOne" | "revokeAll" | "staleClaims">,
): Promised {
  return { effect: guarantees[by] };
}

/** Through: the resource was handed out. A refusal by role is not. */
const isThrough = ({ status }: AnswerFact): boolean => status < 300;

function milliseconds(effect: Promised["effect"], lane: RecordedLane): number | null {
  if (effect === "never") return null;
  if (effect === "immediate") return 0;
  const seconds = effect === "at_expiry" ? lane.policy.jwt.accessTtlSeconds : effect.withinSeconds;
  return seconds * 1000;
}
