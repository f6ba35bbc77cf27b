import { describe, expect, it } from "vitest";
import type { Field } from "@/lib/labs/fields";
import { LABS } from "@/lib/labs/list";
import { asText, describeParams } from "./params";

describe.each(LABS)("the form of $name", ({ params, fields }) => {
  const defaults = Object.fromEntries(fields.map((field) => [field.name, String(field.default)]));

  it("sends the lab's own parameters, and their defaults where nothing is changed", () => {
    expect(params.parse(defaults)).toEqual(params.parse({}));
    expect(Object.keys(params.parse({})).sort()).toEqual(fields.map(({ name }) => name).sort());
  });

  it("offers nothing that the lab refuses, and nothing else is taken", () => {
    for (const field of fields) {
      if (field.kind !== "choice") continue;
      for (const value of [...field.options.map((option) => option.value), "no-such-choice", "constructor"])
        expect(params.safeParse({ ...defaults, [field.name]: value }).success, value).toBe(
          field.options.some((option) => option.value === value),
        );
    }
  });

  it("states the lab's own limits", () => {
    for (const { name, kind, hint } of fields) {
      if (kind !== "number") continue;
      const [min = Number.NaN, max = Number.NaN] =
        / (\d+) to (\d+)[^\d]/.exec(hint)?.slice(1).map(Number) ?? [];
      for (const value of [min - 1, min, min + 0.5, max, max + 1])
        expect(params.safeParse({ ...defaults, [name]: String(value) }).success, `${name}=${value}`).toBe(
          Number.isInteger(value) && value >= min && value <= max,
        );
    }
  });

  it("run again starts from what a run was started with", () => {
    const chosen = params.parse(defaults);
    expect(params.parse(asText(chosen))).toEqual(chosen);
  });
});

it("a list tells what was chosen, and each number that is not the usual one", () => {
  const fields: Field[] = [
    {
      kind: "choice",
      name: "event",
      label: "What",
      hint: "",
      default: "a",
      options: [{ value: "a", label: "Sign out" }],
    },
    { kind: "number", name: "ttl", label: "Lifetime", hint: "", default: 10, unit: "seconds" },
    { kind: "number", name: "count", label: "Requests", hint: "", default: 5, unit: "requests" },
  ];
  expect(describeParams(fields, { event: "a", ttl: 10, count: 5 })).toBe("Sign out");
  expect(describeParams(fields, { event: "a", ttl: 7, count: 9 })).toBe(
    "Sign out · Lifetime: 7 s · Requests: 9",
  );
  expect(describeParams(fields, { event: "gone", other: 1, ttl: null })).toBe("");
});
