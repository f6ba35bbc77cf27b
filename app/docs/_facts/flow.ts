// What the app runs in each step of the request's way. The ids are those of the lab's steps.

import type { Facts } from "./fact.ts";

const SESSION = "lib/auth/session-mode.ts";
const JWT = "lib/auth/jwt-mode.ts";
const SIGN_IN_TESTS = "app/api/auth/sign-in/sign-in.test.ts";

export const flowFacts = {
  "flow-send": {
    title: "You send your password",
    does: "Takes the form’s address and password, and answers the same for whatever was wrong with them.",
    places: [{ file: "lib/accounts/sign-in/sign-in.ts", symbol: "signIn" }],
    test: {
      file: SIGN_IN_TESTS,
      name: "is one answer for an unknown account, a wrong password and a disabled account",
    },
  },
  "flow-check": {
    title: "The server checks it",
    does: "Counts the attempt, hashes the password, and does the same work without an account.",
    places: [{ file: "lib/accounts/sign-in/check-password.ts", symbol: "checkPassword" }],
    test: { file: SIGN_IN_TESTS, name: "costs one hash of the same strength, whichever it was" },
  },
  "flow-write": {
    title: "It writes down what it must remember",
    does: "A session’s row goes into the store, or the row of a token family. Of every token only its hash.",
    places: [
      { file: SESSION, symbol: "createSessionMode.issue", marks: ["sha256(secret)", '"Write the row"'] },
      { file: JWT, symbol: "createJwtMode.issue", marks: ["const write ="] },
    ],
    test: {
      file: "lib/auth/refresh.test.ts",
      name: "a refresh token has 256 bits, is new every time, and the stores keep its SHA-256 only",
    },
  },
  "flow-make": {
    title: "It makes the credential",
    does: "The session token is sealed: nobody can read it. The claims are signed: nobody can change them.",
    places: [
      { file: "lib/auth/codecs/sealed.ts", symbol: "createSealedCodec.encode" },
      { file: "lib/auth/codecs/jws.ts", symbol: "createAccessTokenCodec.encode" },
    ],
    test: {
      file: "lib/auth/mode-contract-suite.ts",
      name: "issue returns a credential that verify accepts for exactly that person",
    },
  },
  "flow-cookies": {
    title: "The browser gets its cookies",
    does: "Writes every cookie of the mode, all with the same flags, each until its credential ends.",
    places: [
      {
        file: "lib/http/cookies/cookies.ts",
        symbol: "createCookies",
        marks: ["const attributes", "setCredentials("],
      },
    ],
    test: {
      file: SIGN_IN_TESTS,
      name: "gives the cookies of one credential, and never the credential itself",
    },
  },
  "flow-request": {
    title: "The next request brings them",
    does: "Finds the one credential among the request’s cookies. Its name says which mode checks it.",
    places: [{ file: "lib/http/cookies/presented.ts", symbol: "presentedCredential" }],
    test: {
      file: "lib/http/cookies/presented.test.ts",
      name: "the name decides the mode, whatever the value looks like",
    },
  },
  "flow-gate": {
    title: "The gate checks without the store",
    does: "Decodes the token without a store, and lets pass what looks good or sends it to the login page.",
    places: [
      { file: "lib/web/gate/gate.ts", symbol: "decide" },
      { file: "lib/auth/admit.ts", symbol: "refusalAtGate" },
    ],
    test: {
      file: "lib/auth/testing/mode-isolation.ts",
      name: "a forgery is refused without asking the store, even while it is down",
    },
  },
  "flow-guard": {
    title: "The guard makes sure",
    does: "Verifies the token with the store as its mode demands, or exchanges the refresh token where that can mend a refusal.",
    places: [
      { file: "lib/auth/admit.ts", symbol: "admit" },
      { file: SESSION, symbol: "createSessionMode.verify" },
      { file: JWT, symbol: "createJwtMode.verify" },
    ],
    test: {
      file: "lib/auth/admit.test.ts",
      name: "is refused once it was ended, for good where it could have been renewed",
    },
  },
  "flow-answer": {
    title: "The answer",
    does: "A page asks for the signed-in person before it reads anything. Whoever is nobody is sent to the login page.",
    places: [
      { file: "lib/web/dal.ts", symbol: "requireUser" },
      { file: "lib/web/dal.ts", symbol: "currentAuth" },
    ],
    test: {
      file: "app/pages.test.ts",
      name: "sends whoever is not signed in to the login page, and back afterwards",
    },
  },
  "flow-again": {
    title: "The same request once more",
    does: "Remembers what a token decoded to, by its exact bytes. What depends on time or on a store is asked again.",
    places: [
      { file: "lib/auth/codecs/remember.ts", symbol: "createMemory" },
      {
        file: "lib/auth/codecs/jws.ts",
        symbol: "createAccessTokenCodec.decode",
        marks: ["let opened", "refusal(opened.payload)"],
      },
    ],
    test: {
      file: "lib/auth/codecs/jws.keys.test.ts",
      name: "is checked once and then remembered by its exact bytes; a refused one is checked again",
    },
  },
} satisfies Facts;
