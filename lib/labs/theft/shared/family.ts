// What a theft looks like in the facts, as data: the tokens of a lane with who held and used them, what the server
// noticed, and who was in for how long. Types and names only; story.ts fills them.

import type { Fact } from "../../contract";

/** What acts are called in the recording. */
export const ACT = {
  copy: "thief-copies",
  refresh: "refreshes",
  useOnce: "thief-uses-once",
  signOut: "owner-signs-out",
  password: "owner-changes-password",
  signIn: "owner-signs-in",
  /** Reported by the core itself. */
  exchanged: "journal-refreshed",
  reused: "journal-reused",
} as const;

/** The thief got something: who copies from an owner without cookies gets nothing. */
export const isCopy = (fact: Fact): boolean => fact.kind === "mark" && fact.act === ACT.copy && fact.ok;

/** The pretended devices, by their ids. */
export const PEOPLE = ["owner", "thief"] as const;
export type Who = (typeof PEOPLE)[number];

/** Somebody's hold on a token. Instants are milliseconds since the start of the run. */
export type Holding = {
  by: Who;
  how: "issued" | "copied" | "received";
  from: number;
  /** Null: still. */
  until: number | null;
};

/** A token was presented. */
export type Use = {
  by: Who;
  /** When it was sent, and when the answer was there. */
  at: number;
  end: number;
  /** "repeated": it was spent, and led to the same successor again. "kept": nothing spends it. */
  outcome: "exchanged" | "repeated" | "kept" | "reused" | "refused";
  /** The token it led to. */
  to: string | null;
};

/** One refresh token. Those without a parent begin a token family: a sign-in. */
export type TokenNode = {
  /** "R1", "R2"… in the order they came to light in this lane. */
  name: string;
  parent: string | null;
  holdings: Holding[];
  uses: Use[];
};

/** The server found a token used twice, and revoked its family. */
export type Notice = {
  at: number;
  /** Whose request gave it away; "terminal": somebody with the curl line. */
  by: Who | "terminal";
  token: string | null;
  /** After the first exchange of that token. */
  afterMs: number | null;
};

export type Presence = {
  firstInAt: number | null;
  lastInAt: number | null;
  /** The first refusal after which nothing was accepted any more. */
  outAt: number | null;
  inAtEnd: boolean;
};

export type LaneStory = {
  lane: string;
  copiedAt: number | null;
  /** In the order of their names. */
  tokens: TokenNode[];
  notices: Notice[];
  /** Exchanges from outside the run. */
  terminal: number[];
  owner: Presence;
  thief: Presence;
  /** From the thief's first accepted request until one of the two was out, or was seen last. */
  bothInMs: number | null;
};
