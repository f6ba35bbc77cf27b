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
const cases: [
  string,
  RecordedLane,
  Asked[],
  { by: ClockLine["end"]["by"]; minutes: number; agrees: boolean },
][] = [
  ["unused", LANES.session, [], { by: "idle", minutes: 30, agrees: true }],
  ["unused, refused in time", LANES.session, [[30.5, "-"]], { by: "idle", minutes: 30, agrees: true }],
  ["unused, accepted too late", LANES.session, [[30.5, "+"]], { by: "idle", minutes: 60.5, agrees: false }],
  ["unused, refused too early", LANES.session, [[29, "-"]], { by: "idle", minutes: 30, agrees: false }],
  [
    "sliding",
    LANES.session,
    [
      [29, "+"],
      [58, "+"],
      [88.5, "-"],
    ],
    { by: "idle", minutes: 88, agrees: true },
  ],
  [
    "within the minute no use is written",
    LANES.session,
    [
      [0.5, "+"],
      [30.2, "-"],
    ],
    { by: "idle", minutes: 30, agrees: true },
  ],
  [
    "after its end accepted again",
    LANES.session,
    [
      [31, "-"],
      [32, "+"],
    ],
    { by: "idle", minutes: 30, agrees: false },
  ],
  ["refused without a cookie", LANES.session, [[30.5, "0"]], { by: "idle", minutes: 30, agrees: false }],
  ["refused as ended by somebody", LANES.alone, [[16, "?"]], { by: "expiry", minutes: 15, agrees: false }],
  ["called too old when only idle", LANES.session, [[31, "x"]], { by: "idle", minutes: 30, agrees: false }],
  ["called too old when it is both", LANES.session, [[721, "x"]], { by: "idle", minutes: 30, agrees: true }],
  ["a token called idle", LANES.alone, [[16, "-"]], { by: "expiry", minutes: 15, agrees: false }],
  [
    "not exchanged, and accepted past its exp",
    LANES.refresh,
    [[16, "+"]],
    { by: "idle", minutes: 7 * DAY, agrees: false },
  ],
  ["used all day", LANES.session, usedUntil(720, 721, "x"), { by: "absolute", minutes: 720, agrees: true }],
  [
    "used beyond the day",
    LANES.session,
    usedUntil(720, 721, "+"),
    { by: "absolute", minutes: 720, agrees: false },
  ],
  [
    "an outage is no end",
    LANES.session,
    [
      [29, "!"],
      [29.5, "+"],
    ],
    { by: "idle", minutes: 59.5, agrees: true },
  ],
  [
    "a token",
    LANES.alone,
    [
      [14, "+"],
      [16, "x"],
    ],
    { by: "expiry", minutes: 15, agrees: true },
  ],
  ["a token past its exp", LANES.alone, [[15.1, "+"]], { by: "expiry", minutes: 15, agrees: false }],
  [
    "exchanged",
    LANES.refresh,
    [
      [16, "*"],
      [5 * DAY, "*"],
      [13 * DAY, "-"],
    ],
    { by: "idle", minutes: 12 * DAY, agrees: true },
  ],
  [
    "a use that is no exchange",
    LANES.refresh,
    [
      [10, "+"],
      [7 * DAY + 5, "-"],
    ],
    { by: "idle", minutes: 7 * DAY, agrees: true },
  ],
  ["exchanged for a month", LANES.refresh, monthly("x"), { by: "absolute", minutes: 30 * DAY, agrees: true }],
  ["exchanged beyond it", LANES.refresh, monthly("*"), { by: "absolute", minutes: 30 * DAY, agrees: false }],
];

function usedUntil(limit: number, last: number, sign: Asked[1]): Asked[] {
  const uses = Array.from({ length: limit / 20 - 1 }, (_, index): Asked => [(index + 1) * 20, "+"]);
  return [...uses, [last, sign]];
}
function monthly(sign: Asked[1]): Asked[] {
  return [...Array.from({ length: 29 }, (_, day): Asked => [(day + 1) * DAY, "*"]), [30 * DAY + 1, sign]];
}

it.each(cases)("%s: its end and whether it was kept", (_name, lane, asked, expected) => {
  const { end, agrees } = judged(lane, asked);
  expect({ by: end.by, agrees }).toEqual({ by: expected.by, agrees: expected.agrees });
  expect(end.at / 60_000).toBeCloseTo(expected.minutes, 2);
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
      const asked = [...before].sort(([a], [b]) => a - b).filter(([at]) => at < limit);
      expect(judged(lane, [...asked, [limit + minutes, "+"]]).agrees).toBe(false);
      expect(judged(lane, asked).end.at).toBeLessThanOrEqual(limit * 60_000);
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
