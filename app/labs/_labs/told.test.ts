// What the labs that are no stopwatch say of a run, from facts made by hand: the figures in the sentences are those of
// the facts.

import { describe, expect, it } from "vitest";
import { clock } from "@/lib/labs/clock/manifest";
import type { Fact, Recording, RunView } from "@/lib/labs/contract";
import { raceLanes } from "@/lib/labs/races/shared/promises";
import { again, race, recordingOf as raced } from "@/lib/labs/races/testing/facts";
import * as facts from "@/lib/labs/testing/facts";
import { mark, run, verdict } from "@/lib/labs/testing/run";
import {
  asDevice,
  copied,
  exchange,
  me,
  noticed,
  recordingOf as stolen,
} from "@/lib/labs/theft/testing/facts";
import { outcomeOf, reasonOf } from "../_drawing/told";

const of = (lab: string, recording: Recording, changes: Partial<RunView> = {}): RunView =>
  run({ lab, recording, ...changes });

describe("theft", () => {
  const told = [me("owner", 0), copied(1), exchange("thief", 2, "R1", "R2")];
  const ends = [me("owner", 19, 401), me("thief", 18), me("thief", 19, 401)];

  it("says who noticed the thief, how late, and where the thief is still in", () => {
    const caught = of("theft", stolen([...told, noticed(13.5, asDevice("owner")), ...ends]));
    expect(outcomeOf(caught)).toBe(
      "1 of 1 lanes noticed the thief: “JWT” 12.5 s after the copy. At the end the thief was out everywhere.",
    );
    const free = of("theft", stolen([...told, me("owner", 19), me("thief", 19)]));
    expect(outcomeOf(free)).toBe(
      "None of 1 lanes noticed the thief. At the end the thief was still in 1 of them.",
    );
    expect(outcomeOf(of("theft", stolen([me("owner", 1)])))).toBeNull();
  });

  it("says how long the thief got in after what the owner did against it", () => {
    const act = mark(9, 2000, { label: "The owner signs out", device: "owner", lane: "jwt" });
    const verdicts = [
      verdict({ lane: "jwt", mark: 9, measuredMs: 3950 }),
      verdict({ lane: "session", mark: 9, measuredMs: 0 }),
    ];
    const out = of("theft", stolen([me("owner", 0), copied(1), act]), {
      conclusion: { answers: {}, verdicts },
    });
    expect(outcomeOf(out)).toContain(
      "After “The owner signs out” the thief got in for 3.95 s with “JWT”, and for 0.00 s with “session”.",
    );
  });

  it("explains an answer by who was in and what gave the thief away", () => {
    const caught = of("theft", stolen([...told, noticed(13.5, asDevice("owner")), ...ends]));
    expect(reasonOf(caught, "jwt")).toMatch(
      /^The owner was out since .*, the thief out since .* By the owner’s request\./,
    );
    expect(reasonOf(caught, "noticed")).toMatch(/^“JWT”: By the owner’s request/);
    expect(reasonOf(caught, "given-away")).toMatch(/^By the owner’s request/);
    expect(reasonOf(caught, "nothing")).toBeNull();
  });
});

describe("races", () => {
  const all = [
    ...race("naive", ["R2", "R3", null]),
    ...again("naive", "R2>R4 R3>R5 -"),
    ...race("idempotent", ["R2", "R2", "R2"]),
    ...again("idempotent", "R2>R3 R2>R3 R2>R3"),
  ];
  const view = of("races", raced(all));

  it("says which way kept the tabs on one line, and what the others did to them", () => {
    expect(outcomeOf(view)).toBe(
      "3 tabs brought the same token at once. “Idempotent grace (ours)” kept them all on one line; “Naive rotation” signed out 1 of 3 and left 2 live lines.",
    );
    expect(outcomeOf(of("races", raced(race("naive", ["R2"]))))).toBeNull();
  });

  it("explains an answer by the counters and by how the exchange is done", () => {
    expect(reasonOf(view, "naive")).toBe(
      `It signed out 1 of 3 and left 2 live lines. ${raceLanes.find(({ id }) => id === "naive")?.how}`,
    );
    expect(reasonOf(view, "false-theft")).toContain("“Naive rotation” 0");
  });
});

describe("storage", () => {
  const cell = (id: string, detail: object): Fact =>
    facts.mark({ act: "cell", detail: { cell: id, preflight: null, arrived: null, ...detail } as never });
  const arrived = (done: boolean, cookie: string | null) => ({
    arrived: {
      ...{
        method: "POST",
        path: "/x",
        origin: "http://127.0.0.1:9",
        fetchSite: "cross-site",
        fetchMode: "cors",
      },
      cookies: cookie ? [`lab-storage-${cookie}`] : [],
      ...{ passed: null, status: done ? 200 : 403, answer: "", headers: [], done },
    },
    saw: { readable: false, status: null, text: "" },
  });
  const all = [
    cell("csrf.own.none.nothing", arrived(true, "none")),
    cell("csrf.form.none.nothing", arrived(true, "none")),
    cell("csrf.link.none.nothing", arrived(true, "none")),
    cell("csrf.form.lax.nothing", arrived(false, null)),
    cell("csrf.form.strict.nothing", arrived(false, null)),
    cell("csrf.form.none.app", arrived(false, "none")),
    cell("xss.read-http-only", { saw: { readable: false, status: null, text: "" } }),
    cell("xss.act", arrived(true, "strict")),
  ];
  const view = of("storage", { ...facts.recordingOf(all), lanes: [] });

  it("says what SameSite, a check and HttpOnly held back, without counting what the site does itself", () => {
    expect(outcomeOf(view)).toBe(
      "Of 2 forged requests 2 came through with SameSite=None, 0 with Lax and 0 with Strict, where nothing is checked. This app’s own check left 0 of 1, with SameSite=None. HttpOnly hid the cookie from a script, and the script used it all the same.",
    );
    expect(outcomeOf(of("storage", { ...facts.recordingOf([]), lanes: [] }))).toBeNull();
  });

  it("explains an answer by the request that arrived", () => {
    expect(reasonOf(view, "lax-form")).toBe(
      "Blocked: no cookie came. A POST came from http://127.0.0.1:9 (cross-site) without the cookie, and was answered 403.",
    );
    expect(reasonOf(view, "star")).toBeNull();
  });
});

describe("clock", () => {
  const MINUTE = 60_000;
  const line = (lane: string, device: string, changes: object) => ({
    ...{
      lane,
      device,
      end: { by: "idle", at: 30 * MINUTE },
      absoluteAt: 720 * MINUTE,
      asked: 9,
      accepted: 8,
    },
    ...{ lastAcceptedAt: 20 * MINUTE, refusedAt: 31 * MINUTE, reason: "idle_timeout", endedBy: "idle" },
    ...{ browserDrops: false, agrees: true, ...changes },
  });
  const alive = { refusedAt: null, reason: null, endedBy: null, end: { by: "absolute", at: 720 * MINUTE } };
  const recording = facts.recordingOf([facts.mark({ act: "over", ahead: 3600 })], {
    lanes: ["session", "jwt-refresh"].map((id) => ({ ...facts.LANE, id, label: id, strategy: null })),
  });
  const lines = [
    line("session", "used", alive),
    line("session", "alone", {}),
    line("jwt-refresh", "used", alive),
    line("jwt-refresh", "alone", alive),
  ];
  const view = of("clock", recording, {
    elapsedMs: 0,
    conclusion: { verdicts: [], answers: {}, detail: { lines } as never },
  });

  it("says when each sign-in ended by itself, in use and left alone", () => {
    expect(outcomeOf(view)).toBe(
      "“session” was still good after 1 h in use and ended after 30 min left alone; “jwt-refresh” was still good after 1 h, used or not.",
    );
    const both = [line("session", "used", { end: { by: "absolute", at: 31 * MINUTE }, endedBy: "absolute" })];
    const detail = { lines: [...both, line("session", "alone", {})] } as never;
    expect(outcomeOf({ ...view, conclusion: { verdicts: [], answers: {}, detail } })).toBe(
      "“session” ended after 31 min in use and after 30 min left alone.",
    );
    expect(outcomeOf({ ...view, conclusion: { verdicts: [], answers: {} } })).toBeNull();
  });

  it("explains an answer by the limit and the two instants around it", () => {
    expect(reasonOf(view, "session-alone")).toMatch(
      /^It was last accepted after 20 min, and refused after 31 min: unused for /,
    );
    expect(reasonOf(view, "session-used")).toMatch(
      /its next end was to come after 12 h.* The run ended after 1 h\.$/,
    );
    expect(clock.questions.map(({ id }) => id)).toEqual(
      expect.arrayContaining(["session-used", "session-alone"]),
    );
  });
});

describe("flow", () => {
  const step = (microseconds: number, reads = 0) => ({ name: "x", outcome: "ok", microseconds, reads });
  const told = (lane: string, check: number, reads: number) => [
    facts.mark({ act: "sign-in", lane, detail: { steps: [step(50, 1), step(19_000)] } }),
    facts.mark({ act: "second-request", lane, detail: { gate: [step(4)], steps: [step(check, reads)] } }),
  ];
  const lanes = (["session", "jwt"] as const).map((mode) => ({ ...facts.LANE, id: mode, mode }));

  it("says what a check took and read in each mode, and what the password took", () => {
    const all = [...told("session", 31, 1), ...told("jwt", 8, 0)];
    expect(outcomeOf(of("flow", facts.recordingOf(all, { lanes })))).toBe(
      "To check a request took 35 µs with the session, for 1 store read, and 12 µs with the JWT, for no store read. The password took 19 ms, in both alike.",
    );
    expect(outcomeOf(of("flow", facts.recordingOf([], { lanes })))).toBeNull();
  });
});
