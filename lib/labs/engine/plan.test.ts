import { describe, expect, it } from "vitest";
import { LABS } from "../list";
import { LANES, smallPlan } from "../testing/plans";
import { checkPlan, MAX_DEVICES, MAX_LANES, MAX_SECONDS } from "./plan";

const lane = LANES[0];
if (!lane) throw new Error("The plan of the tests has no lane.");
const many = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `x${index}`, label: "X" }));

describe("a plan", () => {
  it("is accepted up to every bound", () => {
    checkPlan(smallPlan());
    checkPlan(smallPlan({ seconds: MAX_SECONDS, devices: many(MAX_DEVICES) }));
    checkPlan(smallPlan({ lanes: many(MAX_LANES).map((names) => ({ ...lane, ...names })), probes: [] }));
  });

  it.each([
    ["longer", { seconds: MAX_SECONDS + 1 }, "a run lasts at most"],
    ["without an end", { seconds: Number.NaN }, "a run lasts at most"],
    ["with too many lanes", { lanes: many(MAX_LANES + 1).map((names) => ({ ...lane, ...names })) }, "lanes"],
    ["with too many devices", { devices: many(MAX_DEVICES + 1) }, "devices"],
    ["that asks too often", { probes: [{ device: "phone", resource: "me", everyMs: 1 }] }, "probes a second"],
    ["that asks without a pause", { probes: [{ device: "phone", resource: "me", everyMs: 0 }] }, "probes"],
    ["with two lanes of one name", { lanes: [lane, lane] }, "not all different"],
    ["with a lane whose name leaves its address", { lanes: [{ ...lane, id: "../x" }] }, "made of a-z"],
    ["with a device named like two", { devices: [{ id: "phone jwt", label: "X" }] }, "made of a-z"],
  ] as const)("%s is refused by name of the bound", (_, changes, message) => {
    expect(() => checkPlan(smallPlan(changes))).toThrow(message);
  });

  it.each(Object.values(LABS).map((lab) => [lab.name, lab] as const))(
    "of %s is within the bounds by default",
    (_, lab) => {
      checkPlan(lab.plan(lab.params.parse({})));
    },
  );
});
