// Words for what was done to a pair and for what its probes saw, as data.

import type { LightState } from "@/app/_ui/drawings/light";
import { reasonWords } from "@/app/_ui/words/words";
import type { InactiveReason, ModeName } from "@/lib/auth/contract";
import type { ActName } from "@/lib/pair/acts";
import type { Act, Probe, Seen } from "./log";

const forBoth = (words: string): Record<ModeName, string> => ({ session: words, jwt: words });

/** A mark on a lane. */
export const actMark: Record<ActName, Record<ModeName, string>> = {
  issue: forBoth("issued"),
  revoke: { session: "row deleted", jwt: "revoked" },
  "revoke-both": { session: "row deleted", jwt: "revoked" },
  "sign-out": forBoth("signed out"),
  tamper: forBoth("tampered"),
  replay: forBoth("copy replayed"),
};

/** Acts that are meant to end a credential, and what they are called afterwards: "0.3 s after the …". */
export const endingNoun: Partial<Record<ActName, string>> = {
  revoke: "the revocation",
  "revoke-both": "the revocation",
  "sign-out": "signing out",
};

/** "… until it expired" */
export const untilWords: Partial<Record<InactiveReason, string>> = {
  expired: "until it expired",
  revoked: "until it was revoked",
  bad_signature: "until it was tampered with",
  missing: "until its cookie was gone",
};

const lamps: Record<Seen, LightState> = { accepted: "on", refused: "off", unknown: "unknown" };
const seenWords: Record<Seen, string> = { accepted: "Accepted", refused: "Refused", unknown: "No answer" };

/** What the lamp shows. Accepted after its end is a state of its own: never the colour of what is in order. */
export function lampOf(
  { seen, reason, at }: Pick<Probe, "seen" | "reason" | "at">,
  ending: Pick<Act, "at"> | undefined,
): { state: LightState; label: string } {
  if (seen === "accepted" && ending && at >= ending.at)
    return { state: "late", label: "Ended, still accepted" };
  const label = reason ? `${seenWords[seen]}: ${reasonWords[reason].short}` : seenWords[seen];
  return { state: lamps[seen], label };
}
