// One sign-in of the clock's lab as its panel shows it: when it had to end, and when it did. Types, and the way back
// from JSON. Instants are milliseconds of the lab's time since the sign-in.

import type { InactiveReason } from "@/lib/auth/contract";
import type { Json, JsonObject, Recording } from "../../contract";

/** Not used in time, past its absolute limit, or its only token expired. */
export type EndedBy = "idle" | "absolute" | "expiry";

export type ClockLine = {
  lane: string;
  device: string;
  /** What ends it next, or ended it, by its policy and its uses. */
  end: { by: EndedBy; at: number };
  /** Its absolute limit. */
  absoluteAt: number;
  /** Requests, and those that were accepted. */
  asked: number;
  accepted: number;
  lastAcceptedAt: number | null;
  /** The first refusal, and the server's reason for it. */
  refusedAt: number | null;
  reason: InactiveReason | null;
  /** The limit that this reason stands for; null: not refused, or for another reason. */
  endedBy: EndedBy | null;
  /** Would a browser have thrown the cookie away by then? Its `Max-Age` was over. */
  browserDrops: boolean;
  /** False: accepted after its end, refused before it, or for another reason than its limits. */
  agrees: boolean;
};

/** How far the lab's clock has come. */
export function labNow({ facts }: Recording, elapsedMs: number): number {
  return elapsedMs + facts.reduce((most, { ahead = 0 }) => Math.max(most, ahead), 0) * 1000;
}

/** What the conclusion of a run says of its sign-ins; nothing for what is of another form. */
export function readLines(detail: JsonObject | undefined): ClockLine[] {
  const lines = detail?.lines;
  return Array.isArray(lines) ? lines.filter(isLine) : [];
}

/** Checks what every line has; the rest is as our own conclusion wrote it. */
function isLine(json: Json): json is ClockLine {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return false;
  const { lane, device, end, absoluteAt } = json;
  const named = typeof lane === "string" && typeof device === "string" && typeof absoluteAt === "number";
  return named && typeof end === "object" && end !== null && "at" in end && typeof end.at === "number";
}
