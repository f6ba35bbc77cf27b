import { expect, it } from "vitest";
import { createTrace } from "./trace";

it("a trace keeps the steps in the order they ended, with their time and reads, and sums both", async () => {
  const trace = createTrace();
  expect(trace).toMatchObject({ steps: [], reads: 0, microseconds: 0 });
  const outer = trace.begin("outer");
  const inner = trace.begin("inner");
  await new Promise((resolve) => setTimeout(resolve, 3));
  inner("ok", 2);
  outer("revoked");
  const [first, second] = trace.steps;
  expect(first).toMatchObject({ name: "inner", outcome: "ok", reads: 2 });
  expect(second).toMatchObject({ name: "outer", outcome: "revoked", reads: 0 });
  expect(first?.microseconds).toBeGreaterThan(1500);
  expect(trace.reads).toBe(2);
  expect(trace.microseconds).toBe((first?.microseconds ?? 0) + (second?.microseconds ?? 0));
});

it("a step that never ended is not reported", () => {
  const trace = createTrace();
  trace.begin("interrupted");
  expect(trace.steps).toEqual([]);
});
