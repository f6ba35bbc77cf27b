import { describe, expect, it } from "vitest";
import type { Fact } from "@/lib/labs/contract";
import { answer, mark, refused, run } from "@/lib/labs/testing/run";
import { merged } from "./live/merge";
import { entriesOf } from "./told/log-entries";

const seqs = (facts: readonly Fact[]) => facts.map(({ seq }) => seq);

describe("what a later answer brings", () => {
  const first = run({ status: "running", elapsedMs: 500 }, [answer(1, 0), answer(2, 250)]);
  const known = { run: first, seq: 2 };

  it("its facts are added, everything else is taken as it is", () => {
    const next = merged(known, run({ status: "running", elapsedMs: 900, live: true }, [answer(3, 500)]));
    expect(seqs(next.run.recording.facts)).toEqual([1, 2, 3]);
    expect([next.seq, next.run.elapsedMs, next.run.live]).toEqual([3, 900, true]);
  });

  it("a whole recording, as a form's action sends it, doubles nothing", () => {
    const whole = run({ status: "running", elapsedMs: 900 }, [answer(1, 0), answer(2, 250), answer(3, 500)]);
    expect(seqs(merged(known, whole).run.recording.facts)).toEqual([1, 2, 3]);
  });

  it("an answer that was overtaken takes nothing back", () => {
    const ended = { run: run({ status: "finished", elapsedMs: 900 }, [answer(1, 0)]), seq: 1 };
    expect(merged(known, run({ status: "running", elapsedMs: 400 }))).toBe(known);
    expect(merged(ended, run({ status: "running", elapsedMs: 950 }))).toBe(ended);
    expect(merged(known, run({ status: "finished", elapsedMs: 900 })).run.status).toBe("finished");
  });

  it("a run that went down with its server is over, though nothing is known of its time", () => {
    const long = { run: run({ status: "running", elapsedMs: 4200 }, [answer(1, 0)]), seq: 1 };
    const nothing = { version: 1, lanes: [], devices: [], seconds: 0, facts: [], dropped: 0 } as const;
    const answered = {
      ...run({ status: "interrupted", elapsedMs: 0 }),
      recording: { ...nothing, lanes: [], devices: [], facts: [] },
    };
    const next = merged(long, answered);
    expect(next.run).toEqual(answered);
    expect(merged(next, run({ status: "running", elapsedMs: 4100 }))).toBe(next);
  });

  it("a run that came to its end is over, though the answer before was beyond the planned end", () => {
    const late = { run: run({ status: "running", elapsedMs: 12_051 }, [answer(1, 0)]), seq: 1 };
    const next = merged(late, run({ status: "finished", elapsedMs: 12_000 }, [answer(2, 11_990)]));
    expect([next.run.status, next.run.elapsedMs]).toEqual(["finished", 12_000]);
    expect(seqs(next.run.recording.facts)).toEqual([1, 2]);
  });

  it("what is stored of a run that is over takes its world away, at whatever hundredth it is rounded", () => {
    const kept = { run: run({ status: "finished", elapsedMs: 4321.4, live: true }), seq: 0 };
    expect(merged(kept, run({ status: "finished", elapsedMs: 4321, live: false })).run.live).toBe(false);
  });

  it("a run without lanes keeps what is known of it like any other", () => {
    const bare = (facts: Fact[]) => {
      const view = run({ status: "running" }, facts);
      return { ...view, recording: { ...view.recording, lanes: [] } };
    };
    const next = merged({ run: bare([mark(1, 0)]), seq: 1 }, bare([mark(2, 250)]));
    expect(seqs(next.run.recording.facts)).toEqual([1, 2]);
  });

  it("a conclusion that is left out is the one that is known", () => {
    const conclusion = { verdicts: [], answers: { session: "refused" } };
    const told = { run: { ...first, conclusion }, seq: 2 };
    const { run: next } = merged(told, { ...run({ status: "running", elapsedMs: 900 }), conclusion: null });
    expect([next.conclusion, next.elapsedMs]).toEqual([conclusion, 900]);
    expect(merged(told, run({ status: "finished" })).run.conclusion).toEqual({ verdicts: [], answers: {} });
  });

  it("the end of a run is news, though no fact came with it", () => {
    expect(merged(known, run({ status: "finished", seq: 3 })).seq).toBe(3);
  });

  it("another run replaces everything", () => {
    const other = run({ id: "run-2", elapsedMs: 10 }, [answer(7, 0)]);
    expect(merged(known, other)).toEqual({ run: other, seq: 7 });
  });
});

describe("the log", () => {
  const devices = [
    { id: "copy", label: "A copy" },
    { id: "phone", label: "Your phone" },
  ];
  const facts = [
    answer(1, 0),
    answer(2, 250),
    mark(3, 400),
    answer(4, 390, { device: "phone", by: "act", method: "POST", resource: "sign-out", status: 204 }),
    refused(5, 500),
    refused(6, 750),
    answer(7, 1000, { renewed: true }),
    mark(8, 1100, { lane: null, device: null, ok: false, label: "Key removed" }),
    answer(9, 1200, { status: 503, accepted: false }),
  ];
  const entries = entriesOf({ ...run({}, facts).recording, devices });

  it("has every act, and of the prober's answers those that differ from the one before, in the order of time", () => {
    expect(entries.map(({ what }) => what)).toEqual([
      "GET me: 200 accepted",
      "POST sign-out: 204 accepted",
      "Sign out: acknowledged after 0.01 s",
      "GET me: 401 refused, revoked",
      "GET me: 200 accepted, with new credentials",
      "Key removed: failed",
      "GET me: 503 no answer",
    ]);
  });

  it("names who and where in people's words", () => {
    expect(entries.map(({ lane, who }) => `${lane} / ${who}`)).toEqual([
      "session / A copy",
      "session / Your phone",
      "session / Your phone",
      "session / A copy",
      "session / A copy",
      "All lanes / The operator",
      "session / A copy",
    ]);
  });
});
