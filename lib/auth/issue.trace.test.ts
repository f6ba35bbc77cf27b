import { afterEach, describe, expect, it } from "vitest";
import type { ModeName } from "./contract";
import { STRATEGY_NAMES } from "./names";
import { CLIENT, type PolicyChanges } from "./testing/kit";
import { createModeHarness, type ModeHarness } from "./testing/modes";
import { createTrace } from "./trace";

// What `issue` says of itself when it is asked: its steps, their order, and every store read.

const STEPS: Readonly<Record<ModeName, string[]>> = {
  session: ["Make the session token", "Hash it", "Write the row", "Seal it"],
  jwt: ["Write the token family", "Sign the claims"],
};
const cases: [ModeName, PolicyChanges][] = [
  ["session", {}],
  ...STRATEGY_NAMES.map((revocation): [ModeName, PolicyChanges] => ["jwt", { revocation }]),
];

describe.each(cases)("issue of the %s mode under %j", (name, changes) => {
  let h: ModeHarness;
  afterEach(() => h.close());

  it("records each of its steps with its time, and the reads it really made", async () => {
    h = await createModeHarness(name, "memory", changes);
    const trace = createTrace();
    const { token } = await h.mode.issue(h.ada, CLIENT, h.policy, { trace });
    const calls = h.stores.calls;
    expect(trace.steps.map((step) => step.name)).toEqual(STEPS[name]);
    for (const step of trace.steps) {
      expect(step.outcome).toBe("ok");
      expect(step.microseconds).toBeGreaterThan(0);
    }
    expect(trace.reads).toBe(calls.filter((call) => !call.endsWith(".insert")).length);
    expect(calls.filter((call) => call.endsWith(".insert"))).toHaveLength(1);
    expect(await h.mode.verify(token)).toMatchObject({ active: true, principal: h.ada });
  });

  it("takes in what happens alongside as part of the write, and makes the token after it", async () => {
    h = await createModeHarness(name, "memory", changes);
    const trace = createTrace();
    const during: string[][] = [];
    const alongside = async () => {
      during.push(trace.steps.map((step) => step.name));
      await new Promise((resolve) => setTimeout(resolve, 5));
    };
    await h.mode.issue(h.ada, CLIENT, h.policy, { trace, alongside });
    expect(during).toEqual([STEPS[name].slice(0, -2)]);
    expect(trace.steps.at(-2)?.microseconds).toBeGreaterThan(3000);
  });

  it("records no step for a write that failed, and none at all when nobody asks", async () => {
    h = await createModeHarness(name, "memory", changes);
    const trace = createTrace();
    h.stores.beforeCall = async (call) => {
      if (call.endsWith(".insert")) throw new Error("The test's store is full.");
    };
    await expect(h.mode.issue(h.ada, CLIENT, h.policy, { trace })).rejects.toThrow("full");
    const beforeTheWrite = STEPS[name].slice(0, -2);
    expect(trace.steps.map((step) => step.name)).toEqual(beforeTheWrite);
    h.stores.beforeCall = async () => {};
    const { token } = await h.mode.issue(h.ada, CLIENT, h.policy);
    expect(await h.mode.verify(token)).toMatchObject({ active: true });
    expect(trace.steps).toHaveLength(beforeTheWrite.length);
  });
});
