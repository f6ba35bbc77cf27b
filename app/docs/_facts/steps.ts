// What each step of a check, or of a sign-in, really runs. The ids are made of the names that the trace gives the steps;
// a test finds every such name in lib.

import type { Facts } from "./fact.ts";

const SEALED = "lib/auth/codecs/sealed.ts";
const SEALED_TESTS = "lib/auth/codecs/sealed.test.ts";
const JWS = "lib/auth/codecs/jws.ts";
const SESSION = "lib/auth/session-mode.ts";
const STRATEGY_TESTS = "lib/auth/revocation/strategies.test.ts";
const ALL_OR_NOTHING = {
  file: "lib/auth/testing/mode-together.ts",
  name: "a fault alongside leaves nothing behind: no sign-in, and none of what it had done",
};
const A_NEW_TOKEN = {
  file: "lib/auth/session-mode.test.ts",
  name: "the session token has 256 bits, is new every time, and the store keeps its SHA-256 only",
};

export const stepFacts = {
  "step-read-the-credential": {
    title: "Read the credential",
    does: "Finds the one credential that the request brings. With two, none counts.",
    places: [
      {
        file: "lib/http/cookies/presented.ts",
        symbol: "presentedCredential",
        marks: ["if (tokens.length > 1", "if (found)"],
      },
    ],
    test: {
      file: "lib/http/cookies/presented.test.ts",
      name: "two are refused, with no fall-back to either: %s",
    },
  },
  "step-exchange-the-refresh-token": {
    title: "Exchange the refresh token",
    does: "Exchanges a refresh token for the next one, in one transaction. The next one is computed from it, so requests at the same time all get the same.",
    places: [
      { file: "lib/auth/refresh.ts", symbol: "createRefreshTokens.exchange" },
      { file: "lib/auth/refresh.ts", symbol: "deriveSuccessor" },
    ],
    test: {
      file: "lib/auth/refresh.test.ts",
      name: "50 parallel refreshes over two instances share one successor, and nobody is signed out",
    },
    spec: "RFC 9700 §4.14.2",
  },
  "step-unseal": {
    title: "Unseal",
    does: "Opens the seal with a key that only the server has. What was changed in any character does not open.",
    places: [
      { file: SEALED, symbol: "createSealedCodec.open" },
      { file: SEALED, symbol: "createSealedCodec.decode", marks: ["const remembered", "await open(seal)"] },
    ],
    test: {
      file: SEALED_TESTS,
      name: "with any of its parts changed, dropped, emptied, doubled or taken from another seal is refused",
    },
  },
  "step-check-purpose-and-time": {
    title: "Check purpose and time",
    does: "Refuses a seal that was made for something else, or whose time is over.",
    places: [{ file: SEALED, symbol: "createSealedCodec.refusal" }],
    test: {
      file: SEALED_TESTS,
      name: "sealed for one purpose never passes for another, under the same password",
    },
  },
  "step-find-the-session-row": {
    title: "Find the session row",
    does: "Looks up the row that the cookie leads to, by the hash of the token. No row: refused.",
    places: [
      { file: "lib/auth/session-rows.ts", symbol: "createSessionRows.find", marks: ["await store.find"] },
    ],
    test: {
      file: "lib/auth/session-mode.test.ts",
      name: "a sealed hash, id or hash in hex, as a thief of the database has them, opens nothing",
    },
  },
  "step-check-idle-time-and-account": {
    title: "Check idle time and account",
    does: "Refuses a session of another audience, of a disabled account, or that nobody used for too long.",
    places: [
      { file: SESSION, symbol: "createSessionMode.refusal" },
      { file: "lib/auth/session-rows.ts", symbol: "isIdle" },
    ],
    test: {
      file: "lib/auth/session-mode.test.ts",
      name: "the idle timeout ends a session to the millisecond, and only a check that is a visit slides it",
    },
  },
  "step-check-form-and-signature": {
    title: "Check form and signature",
    does: "Checks the token’s form to the last character, picks the key, and verifies the signature with the one algorithm of that key.",
    places: [
      { file: "lib/auth/codecs/compact.ts", symbol: "verifyCompact" },
      { file: "lib/auth/codecs/compact.ts", symbol: "splitCompact" },
    ],
    test: { file: "lib/auth/codecs/jws.keys.test.ts", name: "with any one character changed is refused" },
    spec: "RFC 7515 §5.2",
  },
  "step-check-issuer-audience-and-time": {
    title: "Check issuer, audience and time",
    does: "Refuses a token of another issuer, for somebody else, from the future, or whose time is over. Asked every time, remembered or not.",
    places: [{ file: JWS, symbol: "createAccessTokenCodec.refusal" }],
    test: {
      file: "lib/auth/codecs/jws.claims.test.ts",
      name: "that are instants are remembered with the signature, but time, audience and issuer are asked again every time",
    },
    spec: "RFC 7519 §7.2",
  },
  "step-check-revocation-expiry-only": {
    title: "Check revocation (expiry-only)",
    does: "Looks nothing up: no token is refused before it expires.",
    places: [
      { file: "lib/auth/revocation/expiry-only.ts", symbol: "createExpiryOnly", marks: ["isRevoked"] },
    ],
    test: {
      file: STRATEGY_TESTS,
      name: "each strategy goes by its own name and knows that expiry-only can do nothing",
    },
  },
  "step-check-revocation-denylist": {
    title: "Check revocation (denylist)",
    does: "Asks whether the token’s sign-in is on the list of those that were ended.",
    places: [
      {
        file: "lib/auth/revocation/denylist.ts",
        symbol: "createDenylist",
        marks: ["const keyOf", "isRevoked"],
      },
    ],
    test: {
      file: STRATEGY_TESTS,
      name: "refuses every token of the sign-in that ended, of this issuer and audience, and no other",
    },
  },
  "step-check-revocation-token-version": {
    title: "Check revocation (token-version)",
    does: "Compares the number in the token with the account’s.",
    places: [
      { file: "lib/auth/revocation/token-version.ts", symbol: "createTokenVersion", marks: ["isRevoked"] },
    ],
    test: {
      file: STRATEGY_TESTS,
      name: "refuses tokens of a lower version, and those without one, though nobody was ever revoked",
    },
  },
  "step-check-revocation-introspection": {
    title: "Check revocation (introspection)",
    does: "Looks up the sign-in’s row, and refuses a token whose sign-in ended or whose claims are no longer true.",
    places: [
      {
        file: "lib/auth/revocation/introspection.ts",
        symbol: "createIntrospection",
        marks: ["async isRevoked"],
      },
    ],
    test: {
      file: STRATEGY_TESTS,
      name: "refuses each claim that is no longer true, and accepts it when it is true again",
    },
    spec: "RFC 7662 §2",
  },
  "step-find-the-account": {
    title: "Find the account",
    does: "Looks the account up by its address. A wrong address finds nothing, and the work goes on as if it had.",
    places: [{ file: "lib/labs/engine/server/live-passwords.ts", symbol: "signIn", marks: ["const stored"] }],
    test: {
      file: "lib/labs/flow/flow.test.ts",
      name: "a sign-in has its steps in their order, with a real password check and what each mode makes and writes",
    },
  },
  "step-check-the-password-argon2id": {
    title: "Check the password (Argon2id)",
    does: "Hashes the password once more, slowly, and compares. Without an account it does the same work.",
    places: [
      { file: "lib/auth/password.ts", symbol: "verifyPassword" },
      { file: "lib/auth/password.ts", symbol: "ARGON2ID" },
    ],
    test: {
      file: "lib/auth/password.test.ts",
      name: "is hashed with Argon2id, 19 MiB, two passes, one lane and its own salt",
    },
    spec: "RFC 9106 §4",
  },
  "step-make-the-session-token": {
    title: "Make the session token",
    does: "Draws 256 random bits. They mean nothing; they only lead to the row.",
    places: [{ file: "lib/auth/random.ts", symbol: "newToken" }],
    test: A_NEW_TOKEN,
  },
  "step-hash-it": {
    title: "Hash it",
    does: "Computes the SHA-256 of the token, which is all that the store gets to see.",
    places: [{ file: "lib/auth/random.ts", symbol: "sha256" }],
    test: A_NEW_TOKEN,
  },
  "step-write-the-row": {
    title: "Write the row",
    does: "Writes the session’s row and whatever belongs to it in one transaction.",
    places: [{ file: SESSION, symbol: "createSessionMode.issue", marks: ['"Write the row"'] }],
    test: ALL_OR_NOTHING,
  },
  "step-seal-it": {
    title: "Seal it",
    does: "Encrypts and authenticates the token, its purpose and its end. Not even its holder can read them.",
    places: [{ file: SEALED, symbol: "createSealedCodec.encode" }],
    test: {
      file: SEALED_TESTS,
      name: "comes back as it was, never twice the same, without showing what is in it",
    },
  },
  "step-write-the-token-family": {
    title: "Write the token family",
    does: "Writes a row for the sign-in and the hash of its first refresh token, in one transaction.",
    places: [
      { file: "lib/auth/jwt-mode.ts", symbol: "createJwtMode.issue", marks: ["const write ="] },
      { file: "lib/auth/refresh.ts", symbol: "createRefreshTokens.begin" },
    ],
    test: ALL_OR_NOTHING,
  },
  "step-sign-the-claims": {
    title: "Sign the claims",
    does: "Signs the claims, and refuses to hand out what a check would not accept.",
    places: [{ file: JWS, symbol: "createAccessTokenCodec.encode" }],
    test: {
      file: "lib/auth/codecs/jws.claims.test.ts",
      name: "that decode would refuse are not signed in the first place",
    },
    spec: "RFC 7515 §5.1",
  },
} satisfies Facts;
