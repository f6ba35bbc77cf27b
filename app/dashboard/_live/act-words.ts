// Words for what was done to a pair and for what its probes saw, as data.

import type { LightState } from "@/app/_ui/drawings/light";
import { reasonWords } from "@/app/_ui/words/words";
import type { InactiveReason, ModeName } from "@/lib/auth/contract";
import type { ActName } from "@/lib/pair/acts";
import type { Probe, Seen } from "./log";

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

export const lamps: Record<Seen, LightState> = { accepted: "on", refused: "off", unknown: "unknown" };
const seenWords: Record<Seen, string> = { accepted: "Accepted", refused: "Refused", unknown: "No answer" };

export const lampWords = ({ seen, reason }: Pick<Probe, "seen" | "reason">): string =>
  reason ? `${seenWords[seen]}: ${reasonWords[reason].short}` : seenWords[seen];
