import fc from "fast-check";
import { expect, it } from "vitest";
import { localPath } from "./local-path";

const ORIGIN = "https://coatcheck.example";
const EVIL = "evil.example";

it.each([
  ["/settings", "/settings"],
  ["/settings?a=b&c=%2F#d", "/settings?a=b&c=%2F#d"],
  ["/", "/"],
  ["/a//b", "/a//b"],
  ["/a/../settings", "/settings"],
  ["/ünï", "/%C3%BCn%C3%AF"],
  [`/?next=//${EVIL}`, `/?next=//${EVIL}`],
  ["/@evil.example", "/@evil.example"],
  [`/%2F${EVIL}`, `/%2F${EVIL}`],
])("keeps %j, as %j", (next, path) => {
  expect(localPath(next, ORIGIN)).toBe(path);
});

it.each([
  null,
  undefined,
  "",
  "settings",
  "?a",
  "#a",
  `//${EVIL}`,
  `///${EVIL}`,
  `/\\${EVIL}`,
  `\\/${EVIL}`,
  `\\\\${EVIL}`,
  `/\t/${EVIL}`,
  `/\n/${EVIL}`,
  `/\r/${EVIL}`,
  `/\0/${EVIL}`,
  `\t//${EVIL}`,
  ` //${EVIL}`,
  `/.//${EVIL}`,
  `/..//${EVIL}`,
  `/a/..//${EVIL}`,
  `/%2e//${EVIL}`,
  `/%2E%2e//${EVIL}`,
  `https:${EVIL}`,
  `https:/${EVIL}`,
  `https://${EVIL}`,
  `HTTPS://${EVIL}`,
  `${ORIGIN}/settings`,
  `${ORIGIN}@${EVIL}`,
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "data:text/html,x",
  "/settings\u0085",
  "/settings\\",
  "//[",
])("sends %j to the dashboard", (next) => {
  expect(localPath(next, ORIGIN)).toBe("/dashboard");
});

it("a very long path stays local and a browser agrees that it does", () => {
  const path = localPath(`/${"a".repeat(100_000)}`, ORIGIN);
  expect(new URL(path, ORIGIN).origin).toBe(ORIGIN);
});

it("whatever is asked for, a browser that follows the answer stays on the origin", () => {
  const piece = fc.constantFrom(
    "/",
    "\\",
    ".",
    "..",
    "%2f",
    "%5c",
    "%09",
    "\t",
    "\n",
    "@",
    ":",
    "?",
    "#",
    EVIL,
    "a",
    "／",
    "。",
  );
  const paths = fc.oneof(
    fc.array(piece, { maxLength: 8 }).map((list) => `/${list.join("")}`),
    fc.string({ unit: "binary" }),
  );
  fc.assert(
    fc.property(paths, (next) => {
      const path = localPath(next, ORIGIN);
      expect(path).toMatch(/^\/(?![/\\])/);
      expect(new URL(path, ORIGIN).origin).toBe(ORIGIN);
      expect(localPath(path, ORIGIN)).toBe(path);
    }),
    { numRuns: 1_500 },
  );
});
