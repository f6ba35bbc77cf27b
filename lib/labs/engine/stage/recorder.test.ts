import { beforeEach, describe, expect, it } from "vitest";
import { createRecorder, MAX_ANSWERS, MAX_MARKS, type Recorder } from "./recorder";

const ANSWER: Parameters<Recorder["answer"]>[0] = {
  lane: "a",
  device: "phone",
  by: "prober",
  method: "GET",
  resource: "me",
  at: 1.23456,
  late: 0.004,
  took: 2,
  status: 200,
  accepted: true,
  reason: null,
  role: "user",
  reads: 1,
  renewed: false,
};
const MARK = { lane: null, device: null, act: "x", label: "X", at: 1, end: 2, ok: true };

let recorder: Recorder;
beforeEach(() => {
  recorder = createRecorder({ lanes: [], devices: [], seconds: 3 });
});

describe("the recorder", () => {
  it("numbers facts in the order they come, and gives those after a number", () => {
    recorder.answer(ANSWER);
    recorder.mark(MARK);
    recorder.answer(ANSWER);
    expect(recorder.since(0).facts.map(({ kind, seq }) => [kind, seq])).toEqual([
      ["answer", 1],
      ["mark", 2],
      ["answer", 3],
    ]);
    expect(recorder.since(2).facts.map(({ seq }) => seq)).toEqual([3]);
    expect(recorder.since(99).facts).toEqual([]);
    expect(recorder.since(-1).facts).toHaveLength(3);
  });

  it("keeps instants to a hundredth of a millisecond", () => {
    recorder.answer(ANSWER);
    expect(recorder.since(0).facts[0]).toMatchObject({ at: 1.23, late: 0, took: 2 });
  });

  it("keeps answers up to their bound, and counts what comes on top", () => {
    for (let i = 0; i < MAX_ANSWERS; i++) recorder.answer(ANSWER);
    expect(recorder.since(0)).toMatchObject({ dropped: 0 });
    recorder.answer(ANSWER);
    recorder.answer(ANSWER);
    const { facts, dropped } = recorder.since(0);
    expect([facts.length, dropped, facts.at(-1)?.seq]).toEqual([MAX_ANSWERS, 2, MAX_ANSWERS]);
  });

  it("keeps what is done however much was asked before, up to a bound of its own", () => {
    for (let i = 0; i < MAX_ANSWERS + 1; i++) recorder.answer(ANSWER);
    for (let i = 0; i < MAX_MARKS; i++) recorder.mark(MARK);
    expect(recorder.since(0)).toMatchObject({ dropped: 1 });
    expect(recorder.since(MAX_ANSWERS).facts.map(({ kind }) => kind)).toEqual(
      Array.from({ length: MAX_MARKS }, () => "mark"),
    );
    recorder.mark(MARK);
    expect(recorder.since(0)).toMatchObject({ dropped: 2 });
  });

  it("takes nothing once it is closed, and does not count it either", () => {
    recorder.answer(ANSWER);
    recorder.close();
    recorder.answer(ANSWER);
    recorder.mark(MARK);
    expect(recorder.since(0)).toMatchObject({ facts: [{ kind: "answer", seq: 1 }], dropped: 0 });
  });

  it("names a refresh token the same every time, and by nothing of the token", () => {
    const names = ["secret-1", "secret-2", "secret-1", "__proto__"].map((token) => recorder.labelOf(token));
    expect(names).toEqual(["R1", "R2", "R1", "R3"]);
  });

  it("gives a copy: what is done to it does not reach the record", () => {
    recorder.answer(ANSWER);
    recorder.since(0).facts.length = 0;
    expect(recorder.since(0).facts).toHaveLength(1);
  });
});
