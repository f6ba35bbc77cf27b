import { describe, expect, it } from "vitest";
import { clientInfo, clientNetwork, isPrefetch, isSafe, isSameOrigin } from "./request-facts";

const OURS = "https://coatcheck.example";
const from = (headers: Record<string, string>) => isSameOrigin(new Headers(headers), OURS);

describe("isSameOrigin", () => {
  it.each<Record<string, string>>([
    { origin: OURS },
    { origin: OURS, "sec-fetch-site": "same-origin" },
    { origin: OURS, "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-origin" },
    // What a browser says when a referrer policy hides the origin; a sandboxed frame is "cross-site".
    { origin: "null", "sec-fetch-site": "same-origin" },
  ])("takes %j", (headers) => expect(from(headers)).toBe(true));

  it.each<Record<string, string>>([
    {},
    { origin: "" },
    { origin: "null" },
    { origin: "https://evil.example" },
    { origin: "https://evil.example", "sec-fetch-site": "same-origin" },
    { origin: "https://evil.example", "x-forwarded-host": "evil.example", host: "evil.example" },
    { host: "coatcheck.example", "x-forwarded-host": "coatcheck.example" },
    { referer: `${OURS}/login` },
    { origin: "http://coatcheck.example" },
    { origin: "https://coatcheck.example:8443" },
    { origin: "https://coatcheck.example." },
    { origin: "https://coatcheck.example.evil.example" },
    { origin: "https://evil.example/https://coatcheck.example" },
    { origin: `${OURS}/` },
    { origin: `${OURS}, https://evil.example` },
    { origin: "HTTPS://COATCHECK.EXAMPLE" },
    { "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "none" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-origin, cross-site" },
    { origin: "null", "sec-fetch-site": "cross-site" },
  ])("refuses %j", (headers) => expect(from(headers)).toBe(false));
});

describe("clientInfo", () => {
  it("keeps text only, within bounds", () => {
    const told = clientInfo(
      new Headers({
        "x-forwarded-for": "192.0.2.1",
        "user-agent": `a\t\u001b[31m\u0085\u00adb${"x".repeat(1000)}`,
      }),
    );
    expect(told.ip).toBe("192.0.2.1");
    expect(told.userAgent).toHaveLength(400);
    expect(told.userAgent).toMatch(/^a [^\p{Cc}\p{Cf}]*$/u);
  });

  it("an address is bounded and never empty", () => {
    expect(clientInfo(new Headers({ "x-forwarded-for": "9".repeat(1000) })).ip).toHaveLength(64);
    expect(clientInfo(new Headers({ "x-forwarded-for": "\u001b" }))).toEqual({
      ip: "unknown",
      userAgent: "unknown",
    });
    expect(clientInfo(new Headers())).toEqual({ ip: "unknown", userAgent: "unknown" });
  });
});

it.each([
  ["192.0.2.1", "192.0.2.1"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
  ["2001:db8:1:2::9", "2001:db8:1:2"],
  ["2001:db8::1", "2001:db8:0:0"],
  ["2001:db8:1:2:ffff::", "2001:db8:1:2"],
  ["fe80::1:2:3:4:5:6", "fe80:0:1:2"],
  ["unknown", "unknown"],
])("failures from %s count for %s", (ip, network) => {
  expect(clientNetwork(new Headers({ "x-forwarded-for": ip }))).toBe(network);
});

it.each(["::1", "::", ":", ":::", "a::b::c", "1:2:3:4:5:6:7:8:9"])("%j is counted without failing", (ip) => {
  expect(typeof clientNetwork(new Headers({ "x-forwarded-for": ip }))).toBe("string");
});

it("only GET, HEAD and OPTIONS are safe, in their exact spelling", () => {
  expect(["GET", "HEAD", "OPTIONS"].every(isSafe)).toBe(true);
  expect(["POST", "PUT", "PATCH", "DELETE", "get", "TRACE", "QUERY", ""].some(isSafe)).toBe(false);
});

it.each<[Record<string, string>, boolean]>([
  [{}, false],
  [{ "next-router-prefetch": "1" }, true],
  [{ "sec-purpose": "prefetch;prerender" }, true],
  [{ purpose: "prefetch" }, true],
  [{ "sec-purpose": "" }, false],
])("%j is looking ahead: %s", (headers, expected) => {
  expect(isPrefetch(new Headers(headers))).toBe(expected);
});
