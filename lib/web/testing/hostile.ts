import fc from "fast-check";

// What a hostile client may send: for property tests.

export const hostileText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "",
    "\0",
    "\ud800",
    "__proto__",
    "constructor",
    "' OR 1=1 --",
    "\u202e",
    "a".repeat(5_000),
    "1e999",
  ),
);
export const value = fc.oneof(
  hostileText,
  fc.constantFrom(null, true, [], {}, 0, -1, 1.5, 2 ** 53, 1e308, { $ne: null }, [[[[]]]]),
  fc.jsonValue({ maxDepth: 4 }),
);

/** A right body with one to all of its fields spoiled, at any depth, and fields nobody asked for. */
export function spoiled(right: Record<string, unknown>): fc.Arbitrary<Record<string, unknown>> {
  const fields = Object.entries(right).map(([name, good]) => {
    const nested =
      typeof good === "object" && good !== null
        ? spoiled(good as Record<string, unknown>)
        : fc.constant(good);
    return [name, fc.oneof(fc.constant(good), nested, value)] as const;
  });
  const known = fc.record(Object.fromEntries(fields), { requiredKeys: [] });
  const unknown = fc.dictionary(
    fc.oneof(hostileText, fc.constantFrom("role", "id", "userId", "demo")),
    value,
    { maxKeys: 2 },
  );
  return fc.tuple(known, unknown).map(([one, other]) => ({ ...other, ...one }));
}

const isHeaderText = (text: string) => /^[\t\x20-\x7e\x80-\xff]*$/.test(text);
const headerText = fc.oneof(
  fc.string({ unit: "binary-ascii", maxLength: 60 }).filter(isHeaderText),
  fc.constantFrom(
    "Bearer",
    "Bearer a.b.c",
    "Bearer Fe26.2*",
    "Basic YTpi",
    "a=b; c=d;;;===",
    "\u00ff\u00fe",
    "x".repeat(9_000),
    "1, 2",
    "-1",
    "NaN",
    "null",
  ),
  fc.constantFrom(
    "__Host-session=",
    "__Host-access=a.b.c",
    "__Host-session=Fe26.2*1*x~2",
    "__Host-device=x",
    "__Host-pair-access=eyJ9.e30.x",
  ),
);
const HEADERS = [
  "authorization cookie content-type content-length accept referer host user-agent",
  "x-forwarded-for x-forwarded-host x-nonce next-action next-router-prefetch purpose sec-purpose",
].flatMap((names) => names.split(" "));
export const headers = fc.dictionary(fc.constantFrom(...HEADERS), headerText, { maxKeys: 5 });
