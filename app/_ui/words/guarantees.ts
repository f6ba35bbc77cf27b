// The words of what a mode promises, as data: how soon an act is felt, and the rows of a comparison.

import type { Effect, Guarantees } from "@/lib/auth/contract";
import { describeSeconds } from "./modes";

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
