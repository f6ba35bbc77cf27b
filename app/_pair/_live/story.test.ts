// The words and positions of the timeline come from answers that were really given, and from nothing else.

import { describe, expect, test } from "vitest";
import type { InactiveReason, ModeName } from "@/lib/auth/contract";
import { MODE_NAMES } from "@/lib/auth/names";
import type { ActName } from "@/lib/pair/acts";
import { axisOf, percent, segmentsOf } from "./axis";
import { EMPTY_LOG, type PairLog, type Probe, withAct, withProbe } from "./log";
import { tell } from "./story";

const START = Date.UTC(2026, 0, 15, 12);
type Event =
  | { at: number; mode: ModeName; reason?: InactiveReason; silent?: true }
  | { at: number; act: ActName; modes?: ModeName[] };

/** Seconds from the start. `expires`: the JWT's expiry. */
function logOf(events: Event[], expires = 60): PairLog {
  return events.reduce<PairLog>((log, event) => {
    const at = START + event.at * 1000;
    if ("act" in event)
      return withAct(log, {
        id: `${event.act} ${at}`,
        act: event.act,
        modes: event.modes ?? [...MODE_NAMES],
        at,
        knownAt: at,
      });
    return withProbe(log, probe(event, at, START + expires * 1000));
  }, EMPTY_LOG);
}

function probe(event: Extract<Event, { mode: ModeName }>, at: number, expiresAt: number): Probe {
  const { mode, reason = null, silent } = event;
  const seen = silent ? "unknown" : reason ? "refused" : "accepted";
  const accepted = seen === "accepted" && { session: null, jwt: expiresAt }[mode];
  return {
    mode,
    at,
    sentAt: at,
    seen,
    reason,
    status: null,
    steps: [],
    expiresAt: accepted || null,
    sessionId: null,
  };
}

/** Both halves asked every second. */
const every = (from: number, to: number, reasons: Partial<Record<ModeName, InactiveReason>> = {}): Event[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index).flatMap((at) =>
    MODE_NAMES.map((mode) => ({ at, mode, ...(reasons[mode] ? { reason: reasons[mode] } : {}) })),
  );

const revoked: Event[] = [
  { at: 0, act: "issue" },
  ...every(0.2, 9.2),
  { at: 10, act: "revoke-both" },
  ...every(10.3, 50.3, { session: "revoked" }),
];
const at = (seconds: number) => START + seconds * 1000;

describe("the story", () => {
  test("asks for a revocation while there was none", () => {
    expect(tell(logOf(every(0, 3)), at(3)).words).toBe(
      "Nothing was revoked yet. Revoke both, and watch which one stops.",
    );
  });

  test("counts while the JWT goes on", () => {
    const story = tell(logOf(revoked), at(22));
    expect(story.words).toBe(
      "The session stopped 0.3 s after the revocation; the JWT is still accepted, 12 s after the revocation, and expires in 38 s.",
    );
    expect(story.exposure).toEqual({ mode: "jwt", milliseconds: 12_000, growing: true });
  });

  test("says how long the JWT went on, and why it stopped", () => {
    const log = logOf([...revoked, ...every(51.02, 55.02, { session: "revoked", jwt: "expired" })], 51);
    const story = tell(log, at(300));
    expect(story.words).toBe(
      "The session stopped 0.3 s after the revocation; the JWT went on for 41 s more, until it expired.",
    );
    expect(story.exposure).toMatchObject({ mode: "jwt", growing: false });
    expect(story.exposure?.milliseconds).toBeCloseTo(41_020, -1);
  });

  test("does not claim that a revocation stopped what had stopped before", () => {
    const events = [
      ...every(0, 4),
      ...every(5, 9, { jwt: "expired" }),
      { at: 10, act: "revoke-both" } as const,
    ];
    const log = logOf([...events, ...every(10.2, 12.2, { session: "revoked", jwt: "expired" })], 5);
    expect(tell(log, at(13)).words).toBe(
      "The session stopped 0.2 s after the revocation; the JWT had already stopped (expired).",
    );
  });

  test("a half that is ended twice was ended the first time; one act does not hide another's", () => {
    const events: Event[] = [...revoked, { at: 15.5, act: "sign-out", modes: ["session"] }];
    expect(tell(logOf(events), at(22)).words).toMatch(
      /^The session stopped 0.3 s after the revocation; the JWT/,
    );
    const later: Event[] = [...revoked, { at: 15.5, act: "revoke-both" }];
    expect(tell(logOf(later), at(22)).exposure?.milliseconds).toBe(12_000);
  });

  test("a missing answer is neither a yes nor a no", () => {
    const log = logOf([
      ...every(0, 4),
      { at: 5, act: "revoke-both" },
      { at: 5.2, mode: "session", silent: true },
      { at: 5.2, mode: "jwt", silent: true },
    ]);
    expect(tell(log, at(6)).words).toBe("Nobody answered for the session; nobody answered for the JWT.");
    expect(tell(log, at(6)).exposure).toBeNull();
  });

  test("a copy that is accepted again after signing out counts as alive", () => {
    const gone = { session: "missing", jwt: "missing" } as const;
    const events: Event[] = [
      ...every(0, 4),
      { at: 5, act: "sign-out" },
      ...every(5.1, 8.1, gone),
      { at: 9, act: "replay" },
      ...every(9.1, 11.1, { session: "revoked" }),
    ];
    const { fates } = tell(logOf(events), at(12));
    expect(fates.session).toMatchObject({ kind: "stopped", after: 100 });
    expect(fates.jwt).toMatchObject({ kind: "alive", after: 7000 });
  });
});

describe("the log", () => {
  test("merges equal answers and keeps the first answer after an act", () => {
    const log = logOf(revoked);
    expect(log.runs.session.map(({ seen, reason }) => [seen, reason])).toEqual([
      ["accepted", null],
      ["refused", "revoked"],
    ]);
    expect(log.runs.jwt).toHaveLength(1);
    expect(log.acts[1]?.next.session).toEqual({ at: at(10.3), seen: "refused", reason: "revoked" });
  });

  test("an act told twice counts once", () => {
    const log = logOf(revoked);
    const [, act] = log.acts;
    expect(act && withAct(log, act)).toBe(log);
  });

  test("a probe that was under way during the act is not the next one", () => {
    const tampered = withAct(EMPTY_LOG, {
      id: "1",
      act: "tamper",
      modes: ["jwt"],
      at: at(5),
      knownAt: at(5.3),
    });
    const early = { ...probe({ at: 5.1, mode: "jwt" }, at(5.1), at(60)), sentAt: at(4.9) };
    const next = probe({ at: 5.4, mode: "jwt", reason: "bad_signature" }, at(5.4), at(60));
    const log = withProbe(withProbe(tampered, early), next);
    expect(log.acts[0]?.next.jwt).toMatchObject({ seen: "refused", at: at(5.4) });
  });

  test("stays bounded, however long it is looked at", () => {
    const flicker = Array.from({ length: 500 }, (_, index): Event[] => [
      { at: index, mode: "jwt", ...(index % 2 ? { reason: "bad_signature" } : {}) },
      { at: index, act: "tamper" },
    ]).flat();
    const log = logOf(flicker);
    expect(log.runs.jwt.length).toBeLessThanOrEqual(80);
    expect(log.acts.length).toBeLessThanOrEqual(40);
  });
});

describe("the axis", () => {
  test("everything lies within it, from left to right", () => {
    const log = logOf(revoked);
    const axis = axisOf(log, at(22));
    if (!axis) throw new Error("There is something to draw.");
    for (const mode of MODE_NAMES) {
      const segments = segmentsOf(log, mode, axis);
      for (const { x, width } of segments) {
        expect(x).toBeGreaterThanOrEqual(0);
        expect(width).toBeGreaterThanOrEqual(0);
        expect(x + width).toBeLessThanOrEqual(100.001);
      }
      expect(segments.map(({ x }) => x)).toEqual(segments.map(({ x }) => x).sort((a, b) => a - b));
    }
    expect(percent(axis, at(60))).toBeLessThan(100);
  });

  test("what was not asked is left empty", () => {
    const log = logOf([...every(0, 3), ...every(20, 23)]);
    const axis = axisOf(log, at(23));
    const [first, second] = axis ? segmentsOf(log, "session", axis) : [];
    expect(first && second && second.x - (first.x + first.width)).toBeGreaterThan(10);
  });

  test("a bar ends at the act that ended it, not at the answer that noticed", () => {
    const log = logOf(revoked);
    const axis = axisOf(log, at(22));
    const bar = axis && segmentsOf(log, "session", axis)[0];
    expect(axis && bar && bar.x + bar.width).toBeCloseTo(axis ? percent(axis, at(10)) : 0);
  });

  test("rests when both halves are refused for good", () => {
    const log = logOf([...revoked, ...every(51, 90, { session: "revoked", jwt: "expired" })], 51);
    expect(axisOf(log, at(90))).toMatchObject({ edge: at(57), moving: false });
  });

  test("there is none before the first answer", () => {
    expect(axisOf(EMPTY_LOG, at(0))).toBeNull();
  });
});
