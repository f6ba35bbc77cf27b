// What the fuzz tests throw at the API: bodies, headers, cookies and path segments, the odd ones above all.

import fc from "fast-check";

const words = (list: string): string[] => list.trim().split(/\s+/);

const NASTY = [
  ...words("__proto__ constructor NaN 1e400 -0 null İ@ı.example {{7*7}} ../../etc/passwd"),
  ...["", " ", "\u0000", "\ud800", "a\u0000b", "x@y.z\n", "\u202e@evil.example", "\r\nSet-Cookie: a=b"],
  "'; drop table users; --",
];
const text = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.string({ unit: "grapheme", maxLength: 80 }),
  fc.string({ unit: "binary", maxLength: 40 }),
);
const value = fc.oneof(
  text,
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constantFrom(null, {}, [], [[]], 2 ** 53, -1, "session", "jwt", "ES256", "none"),
  fc.jsonValue({ maxDepth: 3 }),
);
const FIELDS = words(`
  email password name mode exceptThis authMode jwt session alg accessTtlSeconds revocation strategy role
  refreshIdleSeconds idleTimeoutSeconds absoluteTimeoutSeconds __proto__ constructor toString id
`);
const object = fc.dictionary(fc.constantFrom(...FIELDS), value, { maxKeys: 6 });
const nested = fc.record(
  { jwt: object, session: object, authMode: value, email: text, password: text, name: text, mode: value },
  { requiredKeys: [] },
);
/** Nearly right, so that it gets past the schema and into the store. */
const identity = fc.record({
  email: fc.uuid().map((id) => `fuzz-${id}@example.test`),
  password: fc.string({ unit: "grapheme", minLength: 8, maxLength: 60 }),
  name: text,
});

export const bodies = fc.oneof(
  fc.oneof(object, nested, identity).map((members) => JSON.stringify(members)),
  fc.json(),
  text,
);

/** A right body with some of its fields spoiled or left out. */
export const nearly = (right: Record<string, unknown>): fc.Arbitrary<string> => {
  const fields = Object.entries(right).map(([name, good]) => [name, fc.oneof(fc.constant(good), value)]);
  return fc
    .record(Object.fromEntries(fields), { requiredKeys: [] })
    .map((members) => JSON.stringify(members));
};

/** Only bytes that Node's client sends; the others no HTTP parser lets in. */
const headerValue = fc
  .oneof(
    text,
    fc.constantFrom(
      "Bearer x.y.z",
      "Bearer ..",
      ...words("Bearer application/json multipart/form-data 1 https: [ %"),
    ),
  )
  .map((raw) => raw.replace(/[^\t\u0020-\u007e\u0080-\u00ff]/g, ""));
const HEADERS = words(`
  authorization cookie origin content-type accept accept-language accept-encoding user-agent referer range
  x-forwarded-for x-forwarded-host x-forwarded-proto forwarded if-none-match if-modified-since sec-fetch-site
  purpose rsc next-action next-router-prefetch next-router-state-tree next-url x-middleware-subrequest
  x-nextjs-data x-http-method-override x-invoke-status
`);
export const headers = fc.dictionary(fc.constantFrom(...HEADERS), headerValue, { maxKeys: 4 });

const COOKIES = words("session access refresh device flash pair-session pair-access pair-session-copy");
export const cookies = fc.dictionary(
  fc.constantFrom(...COOKIES.map((name) => `__Host-${name}`)),
  headerValue.map((raw) => raw.replace(/[;\s]/g, "")),
  { maxKeys: 3 },
);

export const segments = fc
  .oneof(text, fc.constantFrom("session", "jwt", "%00", "%ff", "..%2f", "__proto__"))
  .map((raw) => encodeURIComponent(raw.toWellFormed()) || "x");
