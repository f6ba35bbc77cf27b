// What each member of an access token's header and claims is written by, or checked by.

import type { Facts, Place } from "./fact.ts";

const JWS = "lib/auth/codecs/jws.ts";
const HEADER_TESTS = "lib/auth/codecs/jws.header.test.ts";
const CLAIM_TESTS = "lib/auth/codecs/jws.claims.test.ts";
const GUARANTEES = "lib/auth/testing/mode-guarantees.ts";

const refusal = (mark: string): Place => ({
  file: JWS,
  symbol: "createAccessTokenCodec.refusal",
  marks: [mark],
});
const issued = (mark: string): Place => ({
  file: "lib/auth/access-claims.ts",
  symbol: "accessClaims",
  marks: [mark],
});
const schema = (mark: string): Place => ({ file: JWS, symbol: "payloadSchema", marks: [mark] });

const IN_THE_FUTURE = {
  places: [refusal("FUTURE_IAT_LEEWAY_SECONDS")] as const,
  test: {
    file: CLAIM_TESTS,
    name: "that are instants may lie in the future by the leeway and no more, and pass once their time has come",
  },
};
const ONE_AUDIENCE = {
  places: [refusal("aud !== options.audience")] as const,
  test: { file: CLAIM_TESTS, name: "name this audience as one string, and this issuer, exactly" },
};
const OUT_OF_DATE = {
  file: GUARANTEES,
  name: "a changed role, name and address take effect as guaranteed",
};

export const claimFacts = {
  "header-alg": {
    title: "alg",
    does: "Refuses a token whose header names another algorithm than its key’s: the key decides, not the token.",
    places: [
      { file: "lib/auth/codecs/compact.ts", symbol: "verifyCompact", marks: ["header.alg !== key.alg"] },
    ],
    test: {
      file: HEADER_TESTS,
      name: "names the algorithm of its key exactly: no other, no other case, no other type",
    },
    spec: "RFC 8725 §3.1",
  },
  "header-kid": {
    title: "kid",
    does: "Looks the key up in a list of the server’s own keys; nothing is fetched, and an unknown name finds none.",
    places: [{ file: "lib/auth/codecs/keyring.ts", symbol: "createKeyring", marks: ["find: (kid)"] }],
    test: { file: HEADER_TESTS, name: "finds its key by an exact kid and nothing else" },
    spec: "RFC 7515 §4.1.4",
  },
  "header-typ": {
    title: "typ",
    does: "Refuses a token that does not say it is an access token, so no other JWT of the same issuer passes for one.",
    places: [{ file: JWS, symbol: "createAccessTokenCodec.open", marks: ["if (type !== TOKEN_TYPE"] }],
    test: {
      file: HEADER_TESTS,
      name: "says at+jwt in any case, with or without application/, and nothing else (RFC 9068 §4)",
    },
    spec: "RFC 9068 §4",
  },
  "claim-iss": {
    title: "iss",
    does: "Refuses a token of any other issuer.",
    ...ONE_AUDIENCE,
    spec: "RFC 7519 §4.1.1",
  },
  "claim-aud": {
    title: "aud",
    does: "Refuses a token that was issued for somebody else to accept.",
    ...ONE_AUDIENCE,
    spec: "RFC 8725 §3.9",
  },
  "claim-client-id": {
    title: "client_id",
    does: "Names the app itself as the one that asked for the token. RFC 9068 wants it there; no check reads it.",
    places: [{ file: JWS, symbol: "createAccessTokenCodec.encode", marks: ["client_id: options.issuer"] }],
    test: { file: CLAIM_TESTS, name: "name the issuer as client_id" },
    spec: "RFC 9068 §2.2",
  },
  "claim-sub": {
    title: "sub",
    does: "Refuses a token that names nobody; whoever it names is the person this request acts for.",
    places: [
      schema("sub: z"),
      { file: "lib/auth/access-claims.ts", symbol: "activeBy", marks: ["userId: claims.sub"] },
    ],
    test: { file: CLAIM_TESTS, name: "have an empty sub, jti or sid never" },
    spec: "RFC 7519 §4.1.2",
  },
  "claim-sid": {
    title: "sid",
    does: "Leads from the token to its sign-in: the denylist asks for the sign-in, never for the token.",
    places: [
      {
        file: "lib/auth/revocation/denylist.ts",
        symbol: "createDenylist",
        marks: ["const keyOf", "isRevoked"],
      },
    ],
    test: {
      file: "lib/auth/revocation/strategies.test.ts",
      name: "refuses every token of the sign-in that ended, of this issuer and audience, and no other",
    },
  },
  "claim-jti": {
    title: "jti",
    does: "Gives every token a name of its own, of 128 random bits.",
    places: [issued("jti: newId()"), { file: "lib/auth/random.ts", symbol: "newId" }],
    test: {
      file: "lib/auth/jwt-mode.test.ts",
      name: "every token has its own jti of 128 bits, never the id of its sign-in",
    },
    spec: "RFC 7519 §4.1.7",
  },
  "claim-iat": {
    title: "iat",
    does: "Refuses a token that was issued in the future, but for a few seconds by which clocks may differ.",
    ...IN_THE_FUTURE,
    spec: "RFC 7519 §4.1.6",
  },
  "claim-exp": {
    title: "exp",
    does: "Refuses the token from this second on, without any leeway.",
    places: [refusal("now >= exp")],
    test: {
      file: CLAIM_TESTS,
      name: "that are instants end the token at exp, to the millisecond and without leeway",
    },
    spec: "RFC 7519 §4.1.4",
  },
  "claim-auth-time": {
    title: "auth_time",
    does: "Says when the person last proved who they are; renewing the token leaves it as it was.",
    places: [issued("authTime: wholeSecond")],
    test: {
      file: "lib/auth/mode-contract-suite.ts",
      name: "authenticatedAt is now, or what a mode switch carries over, to the second",
    },
    spec: "RFC 9068 §2.2.1",
  },
  "claim-nbf": {
    title: "nbf",
    does: "Refuses a token before this instant, where it has one. Ours have none.",
    ...IN_THE_FUTURE,
    spec: "RFC 7519 §4.1.5",
  },
  "claim-email": {
    title: "email",
    does: "Writes the address into the token as it is at that moment.",
    places: [issued("email: principal.email")],
    test: OUT_OF_DATE,
  },
  "claim-name": {
    title: "name",
    does: "Writes the name into the token as it is at that moment.",
    places: [issued("name: principal.name")],
    test: OUT_OF_DATE,
  },
  "claim-role": {
    title: "role",
    does: "Writes the role into the token as it is at that moment, and refuses a token with a role that does not exist.",
    places: [issued("role: principal.role"), schema("role: z")],
    test: { file: CLAIM_TESTS, name: "have a role we know" },
    spec: "RFC 9068 §2.2.3.1",
  },
  "claim-revocation": {
    title: "revocation",
    does: "Picks what is looked up before the token is believed. It stands under the signature, so its holder cannot choose.",
    places: [
      {
        file: "lib/auth/jwt-mode.ts",
        symbol: "createJwtMode.verify",
        marks: ["strategies[claims.revocation]", "strategy.isRevoked"],
      },
    ],
    test: {
      file: CLAIM_TESTS,
      name: "cannot be changed by whoever holds the token: not how it is checked, nor anything else",
    },
  },
  "claim-ver": {
    title: "ver",
    does: "Refuses the token once the account’s number is another than the one in the token.",
    places: [
      { file: "lib/auth/revocation/token-version.ts", symbol: "createTokenVersion", marks: ["isRevoked"] },
    ],
    test: {
      file: "lib/auth/revocation/strategies.test.ts",
      name: "refuses tokens of a lower version, and those without one, though nobody was ever revoked",
    },
  },
} satisfies Facts;
