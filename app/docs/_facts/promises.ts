// What keeps each promise of a mode (`guarantees`). The ids are the names of its members.

import type { Facts } from "./fact.ts";

const file = "lib/auth/testing/mode-guarantees.ts";
const SESSION = "lib/auth/session-mode.ts";
const JWT = "lib/auth/jwt-mode.ts";

export const promiseFacts = {
  "promise-revokeone": {
    title: "End one sign-in",
    does: "A session’s row is deleted. A JWT’s refresh token is ended, and its access token as far as its strategy can.",
    places: [
      { file: SESSION, symbol: "createSessionMode.revoke" },
      { file: JWT, symbol: "createJwtMode.revoke" },
    ],
    test: {
      file,
      name: "revoking one sign-in takes effect as guaranteed, on its refresh at once, and ends no other",
    },
    spec: "RFC 7009 §2",
  },
  "promise-revokeall": {
    title: "End all sign-ins",
    does: "Deletes every session’s row of the person, and ends every token family, but for the one that is kept.",
    places: [
      { file: SESSION, symbol: "createSessionMode.revokeAll" },
      { file: JWT, symbol: "createJwtMode.revokeAll" },
    ],
    test: {
      file,
      name: "revoking all sign-ins takes effect as guaranteed, but for the one kept and other people's",
    },
  },
  "promise-staleclaims": {
    title: "A changed role shows",
    does: "A session’s name and role come from the store at every check. A JWT carries them from when it was issued; introspection compares them.",
    places: [
      { file: SESSION, symbol: "createSessionMode.toActive" },
      { file: "lib/auth/access-claims.ts", symbol: "activeBy" },
      { file: "lib/auth/revocation/introspection.ts", symbol: "createIntrospection.isRevoked" },
    ],
    test: { file, name: "a changed role, name and address take effect as guaranteed" },
  },
  "promise-readsperverify": {
    title: "Store reads per check",
    does: "A session’s check reads its row. A JWT’s check reads what its strategy looks up: nothing, or one row.",
    places: [
      { file: "lib/auth/session-rows.ts", symbol: "createSessionRows.find", marks: ["await store.find"] },
      { file: JWT, symbol: "createJwtMode.verify", marks: ["await strategy.isRevoked"] },
    ],
    test: {
      file,
      name: "a check costs the store reads that are guaranteed, in truth and in the trace; decode costs none",
    },
  },
  "promise-detectsreuse": {
    title: "Notices a stolen credential",
    does: "A refresh token that comes again after its time, or after its successor was used, ends the whole sign-in.",
    places: [
      { file: "lib/auth/stores/rotation.ts", symbol: "judge", marks: ['kind: "reused"'] },
      {
        file: "lib/auth/refresh.ts",
        symbol: "createRefreshTokens.exchange",
        marks: ['if (rotation.kind === "reused")'],
      },
    ],
    test: {
      file,
      name: "a stolen credential is noticed as detectsReuse says: when holder and thief both refresh with it",
    },
    spec: "RFC 9700 §4.14.2",
  },
} satisfies Facts;
