// The words and class names of the two modes, as data: components look them up instead of asking which mode it is.

import type { Effect, Guarantees, ModeName } from "@/lib/auth/contract";

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

/** How soon an act reaches a credential that is already out there, in words. */
export function describeEffect(effect: Effect): string {
  if (effect === "immediate") return "At once, on the next request";
  if (effect === "at_expiry") return "Only when the token expires";
  return `Within ${describeSeconds(effect.withinSeconds)}`;
}

/** The same in the middle of a sentence. */
export function effectPhrase(effect: Effect): string {
  const words = describeEffect(effect);
  return `${words.charAt(0).toLowerCase()}${words.slice(1)}`;
}

/** The same where there is no room for a sentence. */
function shortEffect(effect: Effect): string {
  const words = { immediate: "At once", at_expiry: "Only at its expiry" };
  return typeof effect === "string" ? words[effect] : describeEffect(effect);
}

export interface GuaranteeRow {
  label: string;
  explain: string;
  value: (guarantees: Guarantees) => string;
  /** In two or three words. */
  short: (guarantees: Guarantees) => string;
}

/** For so long tabs and lost answers may use a refresh token twice. A test holds it to lib/auth/policy.ts. */
export const REUSE_GRACE_SECONDS = 10;

/** The rows of a comparison, straight from what each mode promises. */
export const guaranteeRows: GuaranteeRow[] = [
  {
    label: "End one sign-in",
    explain: "How soon a signed-out or stolen cookie stops working",
    value: (g) => describeEffect(g.revokeOne),
    short: (g) => shortEffect(g.revokeOne),
  },
  {
    label: "End all sign-ins",
    explain: "How soon “sign out everywhere” reaches every copy",
    value: (g) => describeEffect(g.revokeAll),
    short: (g) => shortEffect(g.revokeAll),
  },
  {
    label: "A changed role shows",
    explain: "Also a new name, or an account that was disabled",
    value: (g) => describeEffect(g.staleClaims),
    short: (g) => shortEffect(g.staleClaims),
  },
  {
    label: "Store reads per check",
    explain: "What every single request costs, at most",
    value: (g) => (g.readsPerVerify === 0 ? "None" : String(g.readsPerVerify)),
    short: (g) => (g.readsPerVerify === 0 ? "None" : String(g.readsPerVerify)),
  },
  {
    label: "Notices a stolen credential",
    explain: "A refresh token that was used before gives its thief away",
    value: (g) =>
      g.detectsReuse
        ? `When its refresh token is used again after ${describeSeconds(REUSE_GRACE_SECONDS)}, or after the next one was`
        : "No",
    short: (g) => (g.detectsReuse ? "Yes" : "No"),
  },
];
