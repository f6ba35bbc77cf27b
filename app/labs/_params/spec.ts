// How the fields of a lab's form are described: data, so that the form, the link to run again and the list of earlier
// runs all read the same. The lab itself checks the values.

import type { JsonObject } from "@/lib/labs/contract";

interface Base {
  /** The lab's own name for it. */
  name: string;
  label: string;
  hint?: string;
  /** As a form sends it. */
  default: string;
}

export type ParamSpec =
  | (Base & { kind: "choice"; options: { value: string; label: string }[] })
  | (Base & { kind: "number"; unit?: string; min: number; max: number });

/** "Sign out": what was chosen, and each number that is not the usual one. Unknown values are left out. */
export function describeParams(specs: readonly ParamSpec[], params: JsonObject): string {
  return specs
    .flatMap((spec) => {
      const value = params[spec.name];
      if (value === undefined || value === null || typeof value === "object") return [];
      const text = String(value);
      if (spec.kind === "choice") return spec.options.find((option) => option.value === text)?.label ?? [];
      if (text === spec.default) return [];
      return [`${spec.label}: ${text}${spec.unit === "seconds" ? " s" : ""}`];
    })
    .join(" · ");
}

/** The parameters of a run as a form sends them. */
export function asText(params: JsonObject): Record<string, string> {
  const entries = Object.entries(params).flatMap(([name, value]) =>
    value === null || typeof value === "object" ? [] : [[name, String(value)] as const],
  );
  return Object.fromEntries(entries);
}
