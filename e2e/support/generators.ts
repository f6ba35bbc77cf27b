// What the fuzz test throws at the API: bodies, headers, cookies and path segments, the odd ones above all.

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

/** A right body with some of its fields spoiled or left out, or something else altogether. */
export function bodies(right: Record<string, unknown>): fc.Arbitrary<string> {
  const fields = Object.entries(right).map(([name, good]) => [name, fc.oneof(fc.constant(good), value)]);
  const nearly = fc.record(Object.fromEntries(fields), { requiredKeys: [] });
  return fc.oneof(
    nearly.map((members) => JSON.stringify(members)),
    fc.json(),
    text,
  );
}

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
  .map((raw) => raw.toWellFormed() || "x");
