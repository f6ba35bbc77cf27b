// What each column of a session's row is written by, or asked for by.

import type { Facts, Place } from "./fact.ts";

const MODE = "lib/auth/session-mode.ts";
const MODE_TESTS = "lib/auth/session-mode.test.ts";
const SUITE = "lib/auth/mode-contract-suite.ts";
const STORE_TESTS = "lib/auth/stores/contract-suite/sessions.ts";

const issued = (mark: string): Place => ({ file: MODE, symbol: "createSessionMode.issue", marks: [mark] });

const AS_SENT = {
  file: STORE_TESTS,
  name: "what a browser says of itself is kept to the letter",
};

export const rowFacts = {
  "row-id": {
    title: "id",
    does: "Gives every session a public id of its own at every sign-in. Nothing that comes from outside is taken for one.",
    places: [issued("id: newSessionId()")],
    test: {
      file: SUITE,
      name: "issue gives a fresh id and a fresh credential every time, at the same instant for the same person",
    },
  },
  "row-userid": {
    title: "userId",
    does: "Says whose session it is. Name and role come from the account as it is when the row is read.",
    places: [
      { file: MODE, symbol: "createSessionMode.issue.session", marks: ["userId: principal.userId"] },
      { file: MODE, symbol: "createSessionMode.toActive" },
    ],
    test: {
      file: STORE_TESTS,
      name: "find shows the owner as they are now: role, name, email, disabled and enabled again",
    },
  },
  "row-tokenhash": {
    title: "tokenHash",
    does: "Keeps the SHA-256 of the secret in the cookie, and never the secret.",
    places: [issued("sha256(secret)"), { file: "lib/auth/random.ts", symbol: "sha256" }],
    test: {
      file: MODE_TESTS,
      name: "the session token has 256 bits, is new every time, and the store keeps its SHA-256 only",
    },
  },
  "row-audience": {
    title: "audience",
    does: "Refuses a session that was issued for somebody else to accept, though its row is there.",
    places: [{ file: MODE, symbol: "createSessionMode.refusal", marks: ["session.audience !== audience"] }],
    test: { file: MODE_TESTS, name: "a row of another audience is refused though the seal fits" },
  },
  "row-createdat": {
    title: "createdAt",
    does: "Writes down when the session was issued.",
    places: [issued("createdAt: now")],
    test: {
      file: STORE_TESTS,
      name: "find returns the session as inserted, to the millisecond, and its owner",
    },
  },
  "row-authenticatedat": {
    title: "authenticatedAt",
    does: "Writes down when the person last proved who they are.",
    places: [issued("authenticatedAt: provenAt")],
    test: {
      file: SUITE,
      name: "authenticatedAt is now, or what a mode switch carries over, to the second",
    },
  },
  "row-lastseenat": {
    title: "lastSeenAt",
    does: "Writes down the last visit, but at most once in a while: once a minute, or ten times within a short idle timeout.",
    places: [
      { file: "lib/auth/session-rows.ts", symbol: "isTouchDue" },
      { file: "lib/auth/policy.ts", symbol: "touchIntervalSeconds" },
    ],
    test: { file: MODE_TESTS, name: "a visit slides the idle time, and is written once an interval" },
  },
  "row-idletimeoutseconds": {
    title: "idleTimeoutSeconds",
    does: "Ends a session that nobody used for so long.",
    places: [{ file: "lib/auth/session-rows.ts", symbol: "isIdle" }],
    test: {
      file: MODE_TESTS,
      name: "the idle timeout ends a session to the millisecond, and only a check that is a visit slides it",
    },
  },
  "row-cacheseconds": {
    title: "cacheSeconds",
    does: "Lets a server go by what it read a moment ago, for as long as the row itself allows. At 0 it reads every time.",
    places: [{ file: "lib/auth/session-rows.ts", symbol: "createSessionRows.remembered" }],
    test: {
      file: MODE_TESTS,
      name: "a session that may not be remembered is asked for every time, whatever the settings say now",
    },
  },
  "row-expiresat": {
    title: "expiresAt",
    does: "Sets the end of the session, counted from when the person proved who they are. Nothing extends it.",
    places: [issued("expiresAt: absoluteEnd"), { file: "lib/auth/policy.ts", symbol: "absoluteEnd" }],
    test: {
      file: SUITE,
      name: "a switch of modes extends nothing: limits count from when the person proved who they are",
    },
  },
  "row-ip": {
    title: "ip",
    does: "Writes down where the sign-in came from, for its owner to see. No check asks for it.",
    places: [issued("ip: client.ip")],
    test: AS_SENT,
  },
  "row-useragent": {
    title: "userAgent",
    does: "Writes down what the browser says it is, for its owner to see. No check asks for it.",
    places: [issued("userAgent: client.userAgent")],
    test: AS_SENT,
  },
} satisfies Facts;
