// The parameters of a run in words, and as a form sends them.

import type { JsonObject } from "@/lib/labs/contract";
import type { Field } from "@/lib/labs/fields";

/** "Sign out": what was chosen, and each number that is not the usual one. Unknown values are left out. */
export function describeParams(fields: readonly Field[], params: JsonObject): string {
  return fields
    .flatMap((field) => {
      const value = params[field.name];
      if (value === undefined || value === null || typeof value === "object") return [];
      if (field.kind === "choice") return field.options.find((option) => option.value === value)?.label ?? [];
      if (value === field.default) return [];
      return [`${field.label}: ${value}${field.unit === "seconds" ? " s" : ""}`];
    })
    .join(" · ");
}

/** What "run again" starts from. */
export function asText(params: JsonObject): Record<string, string> {
  const entries = Object.entries(params).flatMap(([name, value]) =>
    value === null || typeof value === "object" ? [] : [[name, String(value)] as const],
  );
  return Object.fromEntries(entries);
}
