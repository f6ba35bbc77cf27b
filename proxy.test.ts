import { NextRequest } from "next/server";
import { describe, expect, it } from "vitest";
import { ORIGIN, useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { config, proxy } from "./proxy";

const app = useApp();

const ask = (path: string, init: { method?: string; headers?: HeadersInit } = {}) =>
  proxy(new NextRequest(`${ORIGIN}${path}`, init));
const isLogin = (response: Response, next: string) => {
  expect(response.status).toBe(303);
  expect(response.headers.get("location")).toBe(`${ORIGIN}/login?next=${encodeURIComponent(next)}`);
};
/** What Next makes of a matcher: the whole pathname has to fit. */
const isMatched = (pathname: string) =>
  config.matcher.some((pattern) => new RegExp(`^${pattern}$`).test(pathname));

describe("the matcher", () => {
  it.each([
    "/",
    "/dashboard",
    "/dashboard/x.png",
    "/dashboard.png",
    "/Dashboard",
    "/api",
    "/apiary",
    "/_next/data/x/dashboard.json",
    "/_next/image/../dashboard",
    "/_next/static",
    "/icon.svg/x",
    "/x/api/y",
    "/favicon.ico",
    "/.well-known",
  ])("takes %s", (pathname) => expect(isMatched(pathname)).toBe(true));

  it.each(["/_next/static/chunks/a.js", "/_next/image", "/api/me", "/.well-known/jwks.json", "/icon.svg"])(
    "leaves out %s",
    (pathname) => expect(isMatched(pathname)).toBe(false),
  );
});

it("a page behind a link lets everybody pass, tells no other site its address and no search engine of it", async () => {
  const { headers } = await ask("/shared/a-run/a-key");
  expect(headers.get("x-middleware-next")).toBe("1");
  expect(headers.get("cache-control")).toBe("private, no-store");
  expect(headers.get("referrer-policy")).toBe("no-referrer");
  expect(headers.get("x-robots-tag")).toContain("noindex");
  expect((await ask("/")).headers.get("x-robots-tag")).toBeNull();
});

describe.each(["session", "jwt"] as const)("with a %s sign-in", (mode) => {
  it("a genuine credential passes; tampered, expired or doubled it does not", async () => {
    const browser = new Browser();
    const token = await browser.signIn(app, await app.createAccount(), mode);
    const [name = ""] = browser.jar.keys();
    const headers = (cookie: string) => ({ headers: { cookie } });
    const genuine = `${name}=${token}`;
    const middle = token.length >> 1;
    const tampered = `${token.slice(0, middle)}${token[middle] === "A" ? "B" : "A"}${token.slice(middle + 1)}`;

    expect((await ask("/dashboard", headers(genuine))).headers.get("x-middleware-next")).toBe("1");
    isLogin(await ask("/dashboard", headers(`${name}=${tampered}`)), "/dashboard");
    const doubled = await ask("/dashboard", headers(`${genuine}; ${genuine}`));
    isLogin(doubled, "/dashboard");
    expect(doubled.headers.getSetCookie().filter((line) => line.includes("Max-Age=0"))).toHaveLength(3);
    expect((await ask("/dashboard", headers(genuine))).headers.getSetCookie()).toEqual([]);
  });
});

describe("pages", () => {
  it("a refusal comes back to what was asked for, as text in the query", async () => {
    isLogin(await ask("/dashboard?a=//evil.example&b=%0d"), "/dashboard?a=//evil.example&b=%0d");
  });

  it.each(["x-forwarded-host", "host", "x-forwarded-proto"])("%s does not move a redirect", async (name) => {
    const response = await ask("/dashboard", { headers: { [name]: "evil.example" } });
    expect(response.headers.get("location")).toMatch(`${ORIGIN}/login`);
  });

  it("an action call is left to its own guard only as a POST", async () => {
    const headers = { "next-action": "x", origin: ORIGIN };
    isLogin(await ask("/dashboard", { headers }), "/dashboard");
    expect((await ask("/dashboard", { method: "POST", headers })).headers.get("x-middleware-next")).toBe("1");
  });

  it("an unsafe request of another origin is refused, signed in or not", async () => {
    for (const path of ["/login", "/dashboard"]) {
      const response = await ask(path, { method: "POST", headers: { origin: "https://evil.example" } });
      expect([response.status, await response.text()]).toEqual([403, expect.stringContaining(ORIGIN)]);
      expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    }
  });

  it("every answer is private, and a rendered one has a policy with a nonce of its own", async () => {
    const sent = { "x-nonce": "evil", "content-security-policy": "script-src *", "x-user-id": "1" };
    const [one, two] = await Promise.all([ask("/", { headers: sent }), ask("/", { headers: sent })]);
    const policies = [one, two].map((response) => response.headers.get("content-security-policy") ?? "");
    expect(policies[0]).not.toBe(policies[1]);
    for (const part of [
      "object-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "form-action 'self'",
    ])
      expect(policies[0]).toContain(part);
    expect(policies[0]).not.toMatch(/unsafe|\*/);
    expect(one.headers.get("x-middleware-request-x-nonce")).not.toBe("evil");
    expect(one.headers.get("x-middleware-request-content-security-policy")).toBe(policies[0]);
    for (const response of [one, await ask("/dashboard"), await ask("/login", { method: "POST" })])
      expect(response.headers.get("cache-control")).toBe("private, no-store");
  });
});
