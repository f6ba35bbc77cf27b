import type { InactiveReason } from "@/lib/auth/contract";
import { touchIntervalSeconds } from "@/lib/auth/policy";
import type { AnswerFact, RecordedLane, Recording } from "../contract";
import type { ClockLine, EndedBy } from "./shared/line";

// When each sign-in has to end, counted from its policy and from when it was used, and whether it did: it must not be
// accepted after that, nor refused before. From the facts alone; asks no store and no verifier.

/** The server read its clock at some time between these two: when it was asked, and when it had answered. */
interface Instant {
  from: number;
  to: number;
}
interface Limits {
  idle: Instant;
  absolute: Instant;
  /** Of the access token, in a lane without refresh. */
  expiry: Instant | null;
}

/** Two clocks of the machine are read, and they differ by a little. */
const SLACK_MS = 50;
/** A token's `iat` is a whole second, the one before (RFC 7519 §2 NumericDate). */
const WHOLE_SECOND_MS = 1000;

export function linesOf(recording: Recording): ClockLine[] {
  return recording.lanes.flatMap((lane) =>
    recording.devices.flatMap(({ id }) => {
      const issuedAt = issueOf(recording, lane.id, id);
      return issuedAt === null ? [] : [lineOf(recording, lane, id, issuedAt)];
    }),
  );
}

function issueOf({ facts }: Recording, lane: string, device: string): number | null {
  const mark = facts.find(
    (fact) =>
      fact.kind === "mark" && fact.act === "signed-in" && fact.lane === lane && fact.device === device,
  );
  return typeof mark?.detail?.issuedAt === "number" ? mark.detail.issuedAt : null;
}

function lineOf({ facts }: Recording, lane: RecordedLane, device: string, issuedAt: number): ClockLine {
  const issued: Instant = { from: issuedAt, to: issuedAt };
  const limits = limitsOf(lane, issued);
  let seen = issued;
  let tokenEnd = tokenEndOf(lane, issued);
  const line: ClockLine = {
    lane: lane.id,
    device,
    end: nextEnd(limits),
    absoluteAt: limits.absolute.to,
    asked: 0,
    accepted: 0,
    lastAcceptedAt: null,
    refusedAt: null,
    reason: null,
    endedBy: null,
    browserDrops: false,
    agrees: true,
  };
  for (const fact of facts) {
    if (fact.kind !== "answer" || fact.lane !== lane.id || fact.device !== device || !isTelling(fact))
      continue;
    const at = instantOf(fact);
    const due = dueOf(limits);
    line.asked += 1;
    if (fact.accepted) {
      line.accepted += 1;
      line.lastAcceptedAt = at.from;
      if (at.from > due.to + SLACK_MS || line.refusedAt !== null) line.agrees = false;
      // Also with refresh: what was accepted after the token's end without new credentials is wrong.
      if (fact.renewed) tokenEnd = tokenEndOf(lane, at);
      else if (tokenEnd && at.from > tokenEnd.to + SLACK_MS) line.agrees = false;
      seen = seenAfter(lane, seen, at, fact);
      limits.idle = later(seen, idleSeconds(lane));
      if (line.refusedAt === null) line.end = nextEnd(limits);
    } else if (line.refusedAt === null) {
      line.refusedAt = at.from;
      line.reason = fact.reason;
      line.endedBy = limitBehind(lane, fact.reason);
      // Several may be over, and the server names one of them.
      const named = line.endedBy && limits[line.endedBy];
      if (!named || at.to < named.from - SLACK_MS) line.agrees = false;
      line.browserDrops = at.from >= cookieEnd(lane, limits);
    }
  }
  return sinceSignIn(line, issuedAt);
}

function sinceSignIn(line: ClockLine, issuedAt: number): ClockLine {
  const { end, absoluteAt, lastAcceptedAt, refusedAt } = line;
  return {
    ...line,
    end: { ...end, at: end.at - issuedAt },
    absoluteAt: absoluteAt - issuedAt,
    lastAcceptedAt: lastAcceptedAt === null ? null : lastAcceptedAt - issuedAt,
    refusedAt: refusedAt === null ? null : refusedAt - issuedAt,
  };
}

/** Answers of a server that is down or full say nothing about a credential. */
const isTelling = ({ status }: AnswerFact): boolean => status < 300 || status === 401;

function instantOf({ at, took, ahead = 0 }: AnswerFact): Instant {
  return { from: at + ahead * 1000, to: at + took + ahead * 1000 };
}

/** A session is marked as seen once in a while, a token family when it is exchanged. */
function seenAfter(lane: RecordedLane, seen: Instant, at: Instant, { renewed }: AnswerFact): Instant {
  if (lane.strategy !== null) return renewed ? at : seen;
  const throttleMs = touchIntervalSeconds(lane.policy.session.idleTimeoutSeconds) * 1000;
  if (at.from >= seen.to + throttleMs + SLACK_MS) return at;
  return at.to < seen.from + throttleMs - SLACK_MS ? seen : { from: seen.from, to: at.to };
}

function limitsOf(lane: RecordedLane, issued: Instant): Limits {
  const { session, jwt } = lane.policy;
  if (lane.strategy === null)
    return {
      idle: later(issued, session.idleTimeoutSeconds),
      absolute: later(issued, session.absoluteTimeoutSeconds),
      expiry: null,
    };
  return {
    idle: later(issued, jwt.refreshIdleSeconds),
    absolute: later(issued, jwt.refreshAbsoluteSeconds),
    expiry: lane.refreshes ? null : tokenEndOf(lane, issued),
  };
}

/** When an access token ends, at the latest; null for a session. */
function tokenEndOf({ strategy, policy }: RecordedLane, issued: Instant): Instant | null {
  if (strategy === null) return null;
  return later({ from: issued.from - WHOLE_SECOND_MS, to: issued.to }, policy.jwt.accessTtlSeconds);
}

/** What the verifiers say when a limit is over: they tell an idle sign-in from an old one, not one age from another. */
function limitBehind({ strategy, refreshes }: RecordedLane, reason: InactiveReason | null): EndedBy | null {
  if (reason === "idle_timeout") return "idle";
  if (reason !== "expired") return null;
  return strategy === null || refreshes ? "absolute" : "expiry";
}

/** By its `Max-Age`. That of a session is its absolute limit. */
function cookieEnd({ strategy }: RecordedLane, limits: Limits): number {
  return strategy === null ? limits.absolute.to : dueOf(limits).to;
}

const idleSeconds = ({ strategy, policy }: RecordedLane): number =>
  strategy === null ? policy.session.idleTimeoutSeconds : policy.jwt.refreshIdleSeconds;

/** Whichever comes first. */
function dueOf({ idle, absolute, expiry }: Limits): Instant {
  const all = [idle, absolute, ...(expiry ? [expiry] : [])];
  return {
    from: Math.min(...all.map(({ from }) => from)),
    to: Math.min(...all.map(({ to }) => to)),
  };
}

function nextEnd({ idle, absolute, expiry }: Limits): { by: EndedBy; at: number } {
  const ends: { by: EndedBy; at: number }[] = [
    { by: "absolute", at: absolute.to },
    { by: "idle", at: idle.to },
    ...(expiry ? [{ by: "expiry" as const, at: expiry.to }] : []),
  ];
  return ends.reduce((first, end) => (end.at < first.at ? end : first));
}

const later = ({ from, to }: Instant, seconds: number): Instant => ({
  from: from + seconds * 1000,
  to: to + seconds * 1000,
});
