import { describe, expect, it } from "vitest";
import { LABS } from "@/lib/labs/catalogue";
import { LAB_NAMES } from "@/lib/labs/contract";
import { paramsOf } from ".";
import { asText, describeParams, type ParamSpec } from "./spec";

const labs = LAB_NAMES.map((name) => ({ name, lab: LABS[name], specs: paramsOf[name] }));

describe.each(labs)("the form of $name", ({ lab, specs }) => {
  const defaults = Object.fromEntries(specs.map((spec) => [spec.name, spec.default]));

  it("has the lab's own parameters and their defaults", () => {
    const own = lab.params.parse({});
    expect(asText(lab.params.parse(defaults))).toEqual(asText(own));
    expect(specs.map((spec) => spec.name).sort()).toEqual(Object.keys(own).sort());
  });

  it("offers nothing that the lab refuses", () => {
    for (const spec of specs) {
      const offered =
        spec.kind === "choice"
          ? spec.options.map(({ value }) => value)
          : [String(spec.min), String(spec.max)];
      for (const value of offered) {
        const taken = lab.params.safeParse({ ...defaults, [spec.name]: value });
        expect(taken.success, `${spec.name}=${value}`).toBe(true);
      }
    }
  });

  it("states the lab's own limits", () => {
    for (const spec of specs) {
      const beyond =
        spec.kind === "choice" ? ["no-such-choice"] : [String(spec.min - 1), String(spec.max + 1)];
      for (const value of beyond)
        expect(
          lab.params.safeParse({ ...defaults, [spec.name]: value }).success,
          `${spec.name}=${value}`,
        ).toBe(false);
    }
  });

  it("run again starts from what a run was started with", () => {
    const params = lab.params.parse(defaults);
    expect(lab.params.parse(asText(params))).toEqual(params);
  });
});

it("a list tells what was chosen, and each number that is not the usual one", () => {
  const specs: ParamSpec[] = [
    {
      kind: "choice",
      name: "event",
      label: "What",
      default: "a",
      options: [{ value: "a", label: "Sign out" }],
    },
    { kind: "number", name: "ttl", label: "Lifetime", default: "10", unit: "seconds", min: 1, max: 20 },
    { kind: "number", name: "count", label: "Requests", default: "5", min: 1, max: 50 },
  ];
  expect(describeParams(specs, { event: "a", ttl: 10, count: 5 })).toBe("Sign out");
  expect(describeParams(specs, { event: "a", ttl: 7, count: 9 })).toBe(
    "Sign out · Lifetime: 7 s · Requests: 9",
  );
  expect(describeParams(specs, { event: "gone", other: 1, ttl: null })).toBe("");
});
