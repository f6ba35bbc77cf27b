import { describe, expect, it } from "vitest";
import { clientInfo, isPrefetch } from "./request-facts";

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

const LOOKS_AHEAD: Record<string, string>[] = [
  { "next-router-prefetch": "1" },
  { "sec-purpose": "prefetch" },
  { "sec-purpose": "prefetch;prerender" },
  { purpose: "prefetch" },
];
const isPrefetchWith = (method: string, headers: Record<string, string>) =>
  isPrefetch({ method, headers: new Headers(headers) });

it.each(LOOKS_AHEAD)("%j is looking ahead, but never with a method that may change something", (headers) => {
  for (const method of ["GET", "HEAD"]) expect(isPrefetchWith(method, headers)).toBe(true);
  for (const method of ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "get", ""])
    expect(isPrefetchWith(method, headers)).toBe(false);
});

it.each<Record<string, string>>([
  {},
  { "sec-purpose": "" },
  { "sec-purpose": "no-prefetch" },
  { purpose: "prefetched" },
  { "x-purpose": "prefetch" },
])("%j is not looking ahead", (headers) => expect(isPrefetchWith("GET", headers)).toBe(false));
