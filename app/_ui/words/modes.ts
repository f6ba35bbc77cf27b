// The words and class names of the two modes, as data: components look them up instead of asking which mode it is.

import type { ModeName } from "@/lib/auth/contract";

interface ModeLook {
  label: string;
  /** What it is in a cloakroom. */
  metaphor: string;
  text: string;
  soft: string;
  line: string;
  fill: string;
  edge: string;
}

export const modeLook: Record<ModeName, ModeLook> = {
  session: {
    label: "Database session",
    metaphor: "Cloakroom ticket",
    text: "text-session",
    soft: "bg-session-soft",
    line: "border-session-line",
    fill: "fill-session",
    edge: "edge-ticket",
  },
  jwt: {
    label: "JWT cookie",
    metaphor: "ID card",
    text: "text-jwt",
    soft: "bg-jwt-soft",
    line: "border-jwt-line",
    fill: "fill-jwt",
    edge: "edge-card",
  },
};

/** 900 → "15 min", 90 → "1 min 30 s", 1209600 → "14 days". */
export function describeSeconds(seconds: number): string {
  const units = [
    { size: 86_400, one: "day", many: "days" },
    { size: 3_600, one: "h", many: "h" },
    { size: 60, one: "min", many: "min" },
    { size: 1, one: "s", many: "s" },
  ];
  let rest = Math.max(0, Math.round(seconds));
  const parts: string[] = [];
  for (const { size, one, many } of units) {
    const count = Math.floor(rest / size);
    rest %= size;
    if (count > 0) parts.push(`${count} ${count === 1 ? one : many}`);
  }
  return parts.slice(0, 2).join(" ") || "0 s";
}
