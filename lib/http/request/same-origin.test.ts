import { describe, expect, it } from "vitest";
import { isForeign, isSafe, isSameOrigin } from "./same-origin";

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

it("only GET, HEAD and OPTIONS are safe, in their exact spelling", () => {
  expect(["GET", "HEAD", "OPTIONS"].every(isSafe)).toBe(true);
  expect(["POST", "PUT", "PATCH", "DELETE", "get", "TRACE", "QUERY", ""].some(isSafe)).toBe(false);
});

describe("isForeign", () => {
  const EVIL = "https://evil.example";
  const isForeignWith = (method: string, headers: Record<string, string>) =>
    isForeign({ method, headers: new Headers(headers) }, OURS);

  it("asks about every method that may change something, and no other", () => {
    for (const method of ["POST", "PUT", "PATCH", "DELETE", "QUERY"]) {
      expect(isForeignWith(method, {})).toBe(true);
      expect(isForeignWith(method, { origin: EVIL })).toBe(true);
      expect(isForeignWith(method, { origin: OURS })).toBe(false);
    }
    for (const method of ["GET", "HEAD", "OPTIONS"])
      expect(isForeignWith(method, { origin: EVIL })).toBe(false);
  });

  it("lets a Bearer token stand for an origin, and nothing else that is in Authorization", () => {
    expect(isForeignWith("POST", { authorization: "Bearer a.b.c" })).toBe(false);
    for (const authorization of ["Basic YTpi", "Bearer", "Bearer a b", "Digest Bearer", ""])
      expect(isForeignWith("POST", { authorization, origin: EVIL })).toBe(true);
  });
});
