import type { Effect, Guarantees } from "@/lib/auth/contract";
import { acceptedForMs } from "@/lib/auth/effect";
import type { AnswerFact, MarkFact, RecordedLane, Recording, Verdict } from "../contract";

// How long one lane went on accepting after one act, and whether that is what its mode promises. Computed from the
// facts alone, by the requests that were sent after the act was acknowledged.

/** What was to be expected of one lane after one act. */
export interface Promised {
  effect: Effect | "never";
  /** Why, where `guarantees` does not say it. */
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

/** The verifier's clock and the recording's may differ by so much within a run. */
const CLOCK_MS = 5;
const ENDED_BEFORE = "It was refused already before.";
const RUN_OUT_BEFORE = "It had run out already before.";
const REPLACED = "The old cookie was over just then: a new one came before it was shown again.";

/**
 * A promise is broken by a request that was sent at or after the promised instant and accepted, and by one that was
 * refused although nothing had ended yet: before the act, after an act that ends nothing, or, where only expiry
 * ends it, before that. What was never asked breaks nothing.
 */
export function verdictOf(question: DelayQuestion): Verdict {
  const { mark, lane, promised } = question;
  const told = toldIn(question);
  const before = told.filter((answer) => answer.at + answer.took <= mark.at);
  const after = told.filter((answer) => answer.at >= mark.end);
  const refused = after.find((answer) => !isThrough(answer));
  const accepted = after.filter(isThrough);
  const again = refused && accepted.find((answer) => answer.at > refused.at);
  const promisedMs = milliseconds(question, told);
  const judged = promised.mayReturn ? accepted.filter(isOfOld(told, mark)) : accepted;
  const isLate = promisedMs !== null && judged.some((answer) => answer.at - mark.end >= promisedMs);
  const outBefore = before.slice(-1).find((answer) => !isThrough(answer));
  // A lane with refresh does not end by expiry.
  const wasEnded = outBefore !== undefined && (lane.refreshes || (hasTimeLeft(told, outBefore) ?? true));
  const isReplaced = !refused && !isLate && judged.length < accepted.length;
  const whyNot = isReplaced ? REPLACED : promised.why;
  const why = outBefore ? (wasEnded ? ENDED_BEFORE : RUN_OUT_BEFORE) : whyNot;
  const lastAccepted = accepted.at(-1);
  return {
    lane: lane.id,
    device: question.device,
    mark: mark.seq,
    act: mark.act,
    promised: promised.effect,
    promisedMs,
    measuredMs: refused ? refused.at - mark.end : null,
    lastAcceptedMs: lastAccepted ? lastAccepted.at - mark.end : null,
    watchedMs: Math.max(0, (after.at(-1)?.at ?? mark.end) - mark.end),
    agrees: !wasEnded && !isLate && !isEarly(promised, told, refused),
    reason: refused ? (refused.status === 403 ? "forbidden" : refused.reason) : null,
    acceptedAgainMs: again ? again.at - mark.end : null,
    reads: Math.max(
      0,
      ...before.filter((answer) => isThrough(answer) && !answer.renewed).map(({ reads }) => reads),
    ),
    cookieBytes: lane.cookieBytes,
    ...(why ? { why } : {}),
  };
}

/** The promise of a mode for an act of this kind. */
export function promiseOf(
  guarantees: Guarantees,
  by: keyof Pick<Guarantees, "revokeOne" | "revokeAll" | "staleClaims">,
): Promised {
  return { effect: guarantees[by] };
}

/** What the device was told, in the order of asking. A server that is down or full tells nothing. */
export function toldIn({
  recording,
  lane,
  device,
  resource,
}: Pick<DelayQuestion, "recording" | "lane" | "device" | "resource">): AnswerFact[] {
  return recording.facts
    .filter(
      (fact): fact is AnswerFact =>
        fact.kind === "answer" &&
        fact.lane === lane.id &&
        fact.device === device &&
        fact.resource === resource &&
        (isThrough(fact) || fact.status === 401 || fact.status === 403),
    )
    .sort((a, b) => a.at - b.at);
}

/** Through: the resource was handed out. A refusal by role is not. */
export const isThrough = ({ status }: AnswerFact): boolean => status >= 200 && status < 300;

/**
 * How long after the acknowledgement it may still be accepted. At expiry: until the very credential that was held
 * ends, and never longer than the lane's policy lets an access token live.
 */
function milliseconds({ promised, lane, mark }: DelayQuestion, told: readonly AnswerFact[]): number | null {
  const { effect } = promised;
  if (effect === "never") return null;
  const end = heldUntil(told, mark);
  const longest = lane.policy.jwt.accessTtlSeconds * 1000;
  return acceptedForMs(effect, end === null ? longest : Math.min(longest, Math.max(0, end - mark.end)));
}

/** When what was held at the act ends, by the verifier's own word; null where it said nothing. */
export function heldUntil(told: readonly AnswerFact[], mark: MarkFact): number | null {
  // One that was on its way when the act was acknowledged may have brought the last credential.
  const ends = told.filter(({ at }) => at < mark.end).flatMap(({ endsAt = [] }) => endsAt);
  return ends.length === 0 ? null : Math.max(...ends);
}

/** Refused, though only expiry was to end it and it had time left; or though nothing was to. */
function isEarly(
  { effect }: Promised,
  told: readonly AnswerFact[],
  refused: AnswerFact | undefined,
): boolean {
  if (!refused) return false;
  if (effect === "never") return true;
  return effect === "at_expiry" && (hasTimeLeft(told, refused) ?? false);
}

/** By the verifier's own word when it last accepted. Null: it never said. */
function hasTimeLeft(told: readonly AnswerFact[], refused: AnswerFact): boolean | null {
  const held = told.findLast((answer) => isThrough(answer) && answer.at < refused.at);
  return held?.endsAt === undefined ? null : refused.at + refused.took < held.endsAt - CLOCK_MS;
}

/** Until an answer brings new credentials, what is accepted is accepted with the old ones. */
function isOfOld(told: readonly AnswerFact[], mark: MarkFact): (answer: AnswerFact) => boolean {
  // One that was under way during the act may bring them.
  const renewed = told.find((answer) => answer.renewed && answer.at + answer.took >= mark.at);
  const from = renewed ? renewed.at + renewed.took : Number.POSITIVE_INFINITY;
  return (answer) => !answer.renewed && answer.at < from;
}
