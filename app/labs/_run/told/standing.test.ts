import { expect, it } from "vitest";
import { answer, mark, refused, run, series, verdict } from "@/lib/labs/testing/run";
import { changesIn, standingsOf } from "./standing";

// What is told aloud while a run goes on.

const facts = [...series("session", 10, 2250), ...series("jwt", 10, 6000, 2000), mark(9, 2000)];
const until = (at: number) =>
  run(
    { conclusion: { answers: {}, verdicts: at > 2250 ? [verdict({ measuredMs: 250 })] : [] } },
    facts.filter((fact) => fact.at <= at),
  );
const told = (from: number, to: number) => changesIn(standingsOf(until(from)), standingsOf(until(to)));

it("a refusal is told with its lane and its delay", () => {
  expect(told(2000, 2500)).toBe("session: refused now, 0.25 s after the end");
});

it("the same answer once more is not told again, and the first of all is no change", () => {
  expect(told(2500, 2750)).toBe("");
  expect(changesIn([], standingsOf(until(250)))).toBe("");
});

it("what has no measured delay is told with its reason, and every lane by its own name", () => {
  expect(told(5750, 6000)).toBe("jwt: refused now: revoked");
  expect(told(2000, 6000)).toBe("session: refused now, 0.25 s after the end. jwt: refused now: revoked");
});

it("of two devices each is told by its name, and that one gets in again is told, too", () => {
  const devices = [
    { id: "owner", label: "Owner" },
    { id: "thief", label: "Thief" },
  ];
  const of = (...last: ReturnType<typeof answer>[]) => {
    const view = run({}, last);
    return standingsOf({ ...view, recording: { ...view.recording, devices } });
  };
  const before = of(answer(1, 0, { device: "owner" }), refused(2, 0, { device: "thief" }));
  const now = of(
    answer(1, 0, { device: "owner" }),
    refused(2, 0, { device: "thief" }),
    refused(3, 250, { device: "owner" }),
    answer(4, 250, { device: "thief" }),
  );
  expect(changesIn(before, now)).toBe("session, Owner: refused now: revoked. session, Thief: accepted");
});
