import fc from "fast-check";
import { expect, it } from "vitest";
import type { InactiveReason } from "@/lib/auth/contract";
import { jwtPolicy, sessionPolicy } from "../common/policies";
import type { RecordedLane, Recording } from "../contract";
import { answer, mark, recordingOf as recorded } from "../testing/facts";
import { linesOf } from "./lines";
import { type ClockLine, labNow, readLines } from "./shared/line";

// The judge of the clock's lab, on facts made up for it: it says when a sign-in had to end, and it notices when one
// did not, or did too early.

const session = sessionPolicy({ idleTimeoutSeconds: 1800, absoluteTimeoutSeconds: 43_200 });
const jwt = jwtPolicy({
  accessTtlSeconds: 900,
  refreshIdleSeconds: 604_800,
  refreshAbsoluteSeconds: 2_592_000,
});
const common = { label: "", guarantees: guarantees(), graceSeconds: 10, cookieBytes: 0 };
const LANES: Record<"session" | "alone" | "refresh", RecordedLane> = {
  session: { ...common, id: "l", mode: "session", strategy: null, policy: session, refreshes: false },
  alone: { ...common, id: "l", mode: "jwt", strategy: "expiry-only", policy: jwt, refreshes: false },
  refresh: { ...common, id: "l", mode: "jwt", strategy: "expiry-only", policy: jwt, refreshes: true },
};

function guarantees(): RecordedLane["guarantees"] {
  const never = "at_expiry";
  return { revokeOne: never, revokeAll: never, staleClaims: never, readsPerVerify: 0, detectsReuse: false };
}

/**
 * Minutes of the lab, and what was answered: "+" accepted, "*" accepted with new cookies, "!" an outage; refused: "-"
 * as idle, "x" as expired, "?" as revoked, "0" because no cookie came.
 */
type Asked = [minutes: number, sign: keyof typeof STATUS];
const STATUS = { "+": 200, "*": 200, "-": 401, x: 401, "?": 401, "0": 401, "!": 503 };
const REASON: Partial<Record<Asked[1], InactiveReason>> = {
  "-": "idle_timeout",
  x: "expired",
  "?": "revoked",
  "0": "missing",
};

function recordingOf(lane: RecordedLane, asked: readonly Asked[]): Recording {
  const who = { lane: "l", device: "d" };
  const signedIn = mark({ ...who, act: "signed-in", detail: { issuedAt: 0 } });
  const facts = asked.map(([minutes, sign]) => {
    const status = STATUS[sign];
    return answer({
      ...who,
      by: "act",
      at: 0,
      status,
      reason: REASON[sign] ?? null,
      renewed: sign === "*",
      ahead: minutes * 60,
    });
  });
  const devices = [{ id: "d", label: "" }];
  return recorded([signedIn, ...facts], { lanes: [lane], devices });
}

function judged(lane: RecordedLane, asked: readonly Asked[]): ClockLine {
  const [line] = linesOf(recordingOf(lane, asked));
  if (!line) throw new Error("There is no line.");
  return line;
}

const DAY = 24 * 60;
const { session: SESSION, alone: ALONE, refresh: REFRESH } = LANES;
/** Minutes and signs; in days where it says so. */
const asked = (text: string, unit = 1): Asked[] =>
  text.split(" ").map((one) => [Number.parseFloat(one) * unit, one.slice(-1) as Asked[1]]);

/** What was asked, what ended it and after how many minutes, and whether that was kept. */
type Case = [name: string, RecordedLane, Asked[], by: ClockLine["end"]["by"], minutes: number, kept: boolean];
const cases: Case[] = [
  ["unused", SESSION, [], "idle", 30, true],
  ["unused, refused in time", SESSION, asked("30.5-"), "idle", 30, true],
  ["unused, accepted too late", SESSION, asked("30.5+"), "idle", 60.5, false],
  ["unused, refused too early", SESSION, asked("29-"), "idle", 30, false],
  ["sliding", SESSION, asked("29+ 58+ 88.5-"), "idle", 88, true],
  ["within the minute no use is written", SESSION, asked("0.5+ 30.2-"), "idle", 30, true],
  ["after its end accepted again", SESSION, asked("31- 32+"), "idle", 30, false],
  ["refused without a cookie", SESSION, asked("30.50"), "idle", 30, false],
  ["refused as ended by somebody", ALONE, asked("16?"), "expiry", 15, false],
  ["called too old when only idle", SESSION, asked("31x"), "idle", 30, false],
  ["called too old when it is both", SESSION, asked("721x"), "idle", 30, true],
  ["a token called idle", ALONE, asked("16-"), "expiry", 15, false],
  ["not exchanged, and accepted past its exp", REFRESH, asked("16+"), "idle", 7 * DAY, false],
  ["used all day", SESSION, usedUntil(720, 721, "x"), "absolute", 720, true],
  ["used beyond the day", SESSION, usedUntil(720, 721, "+"), "absolute", 720, false],
  ["an outage is no end", SESSION, asked("29! 29.5+"), "idle", 59.5, true],
  ["a token", ALONE, asked("14+ 16x"), "expiry", 15, true],
  ["a token past its exp", ALONE, asked("15.1+"), "expiry", 15, false],
  ["exchanged", REFRESH, [...asked("16*"), ...asked("5* 13-", DAY)], "idle", 12 * DAY, true],
  ["a use that is no exchange", REFRESH, asked(`10+ ${7 * DAY + 5}-`), "idle", 7 * DAY, true],
  ["exchanged for a month", REFRESH, monthly("x"), "absolute", 30 * DAY, true],
  ["exchanged beyond it", REFRESH, monthly("*"), "absolute", 30 * DAY, false],
];

function usedUntil(limit: number, last: number, sign: Asked[1]): Asked[] {
  const uses = Array.from({ length: limit / 20 - 1 }, (_, index): Asked => [(index + 1) * 20, "+"]);
  return [...uses, [last, sign]];
}
function monthly(sign: Asked[1]): Asked[] {
  return [...Array.from({ length: 29 }, (_, day): Asked => [(day + 1) * DAY, "*"]), [30 * DAY + 1, sign]];
}

it.each(cases)("%s: its end and whether it was kept", (_name, lane, told, by, minutes, kept) => {
  const { end, agrees } = judged(lane, told);
  expect([end.by, agrees]).toEqual([by, kept]);
  expect(end.at / 60_000).toBeCloseTo(minutes, 2);
});

it("the limit it ended by is the one the server named, and a browser drops the cookie when that one is over", () => {
  const ended = (lane: RecordedLane, ...asked: Asked) => {
    const { endedBy, browserDrops } = judged(lane, [asked]);
    return [endedBy, browserDrops];
  };
  expect(ended(LANES.session, 31, "-")).toEqual(["idle", false]);
  expect(ended(LANES.session, 721, "x")).toEqual(["absolute", true]);
  expect(ended(LANES.alone, 16, "x")).toEqual(["expiry", true]);
  expect(ended(LANES.refresh, 7 * DAY + 1, "-")).toEqual(["idle", true]);
  expect(ended(LANES.refresh, 30 * DAY + 1, "x")).toEqual(["absolute", true]);
  expect(ended(LANES.session, 721, "?")).toEqual([null, true]);
  expect(ended(LANES.session, 29, "+")).toEqual([null, false]);
});

it("whatever was accepted past the absolute limit is noticed, whenever and however often it was used before", () => {
  const uses = fc.array(
    fc.tuple(fc.double({ min: 0, max: 30 * DAY, noNaN: true }), fc.constantFrom<"+" | "*">("+", "*")),
    {
      maxLength: 40,
    },
  );
  const beyond = fc.double({ min: 0.01, max: 10 * DAY, noNaN: true });
  fc.assert(
    fc.property(uses, beyond, fc.constantFrom(...Object.values(LANES)), (before, minutes, lane) => {
      const limit = lane.strategy === null ? 720 : 30 * DAY;
      const told = [...before].sort(([a], [b]) => a - b).filter(([at]) => at < limit);
      expect(judged(lane, [...told, [limit + minutes, "+"]]).agrees).toBe(false);
      expect(judged(lane, told).end.at).toBeLessThanOrEqual(limit * 60_000);
    }),
  );
});

it("a run cut short has no lines, and what is no conclusion of this lab is none", () => {
  const empty: Recording = {
    version: 1,
    lanes: [LANES.session],
    devices: [],
    seconds: 1,
    facts: [],
    dropped: 0,
  };
  expect(linesOf(empty)).toEqual([]);
  expect(linesOf({ ...empty, devices: [{ id: "d", label: "" }] })).toEqual([]);
  for (const detail of [undefined, {}, { lines: 3 }, { lines: [null, "x", [], {}] }])
    expect(readLines(detail)).toEqual([]);
  const line = judged(LANES.session, [[10, "+"]]);
  expect(readLines({ lines: [line, { ...line, end: 3 }] })).toEqual([line]);
  expect(labNow(recordingOf(LANES.session, [[10, "+"]]), 500)).toBe(600_500);
});
