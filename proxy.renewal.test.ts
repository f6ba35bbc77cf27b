import { NextRequest } from "next/server";
import { beforeEach, describe, expect, it } from "vitest";
import { POST as signOut } from "@/app/api/auth/sign-out/route";
import { GET as me } from "@/app/api/me/route";
import type { Principal } from "@/lib/auth/contract";
import { ORIGIN, useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { pass, storedTokens, useStillClock } from "@/lib/web/testing/lifecycle";
import { proxy } from "./proxy";

// The one write of the gate: an access token whose time is over is exchanged, for the browser and for the page that
// this very request renders.

const LIFETIME = 15 * 60;
const UNTOUCHED = { live: 1, spent: 0, revokedFamilies: 0 };
const EXCHANGED = { live: 1, spent: 1, revokedFamilies: 0 };
const app = useApp();
useStillClock();
let ada: Principal;
let browser: Browser;
beforeEach(async () => {
  ada = await app.createAccount("jwt");
  browser = new Browser({ origin: "" });
  await browser.signIn(app, ada, "jwt");
});

const stored = () => storedTokens(app, ada);
const ask = (path: string, method = "GET", headers: Record<string, string> = {}, who = browser) =>
  proxy(new NextRequest(`${ORIGIN}${path}`, { method, headers: who.requestHeaders({ headers }) }));
const passed = (response: Response) => response.headers.get("x-middleware-next") === "1";
/** The cookies of the request as the page gets them. */
const forwarded = (response: Response) => new Headers({ cookie: forwardedHeader(response) });
function forwardedHeader(response: Response): string {
  expect(response.headers.get("x-middleware-override-headers")?.split(",")).toContain("cookie");
  return response.headers.get("x-middleware-request-cookie") ?? "";
}
const names = (response: Response) => response.headers.getSetCookie().map((line) => line.split("=")[0]);

describe("a page whose visitor's access token is over", () => {
  it.each([
    ["GET", "/dashboard", {}],
    ["HEAD", "/settings", {}],
    ["GET", "/dashboard?_rsc=x", { rsc: "1" }],
    ["GET", "/", {}],
    ["GET", "/login", {}],
    ["POST", "/settings", { origin: ORIGIN, "next-action": "x" }],
    ["POST", "/settings", { origin: ORIGIN }],
  ])("%s %s sees the next one at once, and so does the browser", async (method, path, headers) => {
    const theme = "theme=dark";
    pass(LIFETIME);
    const before = [...browser.jar.values()];
    browser.jar.set("theme", "dark");
    const response = await ask(path, method, headers);
    expect([response.status, passed(response)]).toEqual([200, true]);
    expect(names(response)).toEqual(["__Host-access", "__Host-refresh"]);
    const [access, refresh] = response.headers.getSetCookie().map((line) => line.split(";")[0]);
    expect(forwardedHeader(response)).toBe(`${theme}; ${access}; ${refresh}`);
    for (const old of before) expect(forwardedHeader(response)).not.toContain(old);
    expect(response.headers.get("cache-control")).toBe("private, no-store");
    expect(stored()).toEqual(EXCHANGED);

    const page = new Browser();
    const cookie = forwarded(response).get("cookie") ?? "";
    const answer = await page.send(me, "GET", { headers: { cookie } });
    expect(answer).toMatchObject({ status: 200, setCookies: [], json: { user: { id: ada.userId } } });
  });

  it("is let through when the browser has dropped the token already", async () => {
    browser.jar.delete("__Host-access");
    const response = await ask("/dashboard");
    expect([passed(response), names(response)]).toEqual([true, ["__Host-access", "__Host-refresh"]]);
  });
});

describe("a token that is good", () => {
  it("is left alone, and exchanged shortly before it ends: the page must not find it expired", async () => {
    pass(LIFETIME - 11);
    const early = await ask("/dashboard");
    expect([passed(early), names(early), stored()]).toEqual([true, [], UNTOUCHED]);
    pass(2);
    const late = await ask("/dashboard");
    expect([passed(late), names(late)]).toEqual([true, ["__Host-access", "__Host-refresh"]]);
    expect(stored()).toEqual(EXCHANGED);
  });

  it("without a refresh token beside it is taken as it is to its last second", async () => {
    browser.jar.delete("__Host-refresh");
    pass(LIFETIME - 2);
    const response = await ask("/dashboard");
    expect([passed(response), names(response)]).toEqual([true, []]);
    pass(2);
    expect((await ask("/dashboard")).status).toBe(303);
  });
});

describe("looking ahead", () => {
  it.each([
    { "next-router-prefetch": "1", rsc: "1" },
    { "sec-purpose": "prefetch;prerender" },
    { purpose: "prefetch" },
  ])("%j gets no page and writes nothing; the navigation does", async (headers) => {
    pass(LIFETIME);
    const response = await ask("/dashboard", "GET", headers);
    expect([response.status, await response.text(), names(response)]).toEqual([204, "", []]);
    expect(response.headers.get("cache-control")).toBe("private, no-store");
    expect(stored()).toEqual(UNTOUCHED);
    expect(passed(await ask("/dashboard"))).toBe(true);
  });

  it("with nothing to exchange is sent to the login page as ever", async () => {
    browser.jar.clear();
    expect((await ask("/dashboard", "GET", { purpose: "prefetch" })).status).toBe(303);
  });
});

describe("a request of another origin", () => {
  it.each([{ origin: "https://evil.example" }, { origin: "" }, { origin: "null" }])(
    "that could change something exchanges nothing: %j",
    async (headers) => {
      pass(LIFETIME);
      const response = await ask("/login", "POST", headers);
      expect([response.status, names(response), stored()]).toEqual([403, [], UNTOUCHED]);
      expect(passed(await ask("/dashboard"))).toBe(true);
    },
  );
});

describe("a token of an older version", () => {
  beforeEach(async () => {
    await app.runtime.settings.update(ada.userId, { jwt: { revocation: "token-version" } });
    await browser.signIn(app, ada, "jwt");
    const other = new Browser();
    await other.signIn(app, ada, "jwt");
    await other.send(signOut, "POST");
    const stale = await app.runtime.auth.modes.jwt.verify(browser.cookie(app, "access") ?? "");
    expect(stale).toEqual({ active: false, reason: "revoked" });
  });

  it.each([
    ["GET", "/login", {}],
    ["POST", "/settings", { origin: ORIGIN }],
  ])("is exchanged where nobody behind the gate could mend it: %s %s", async (method, path, headers) => {
    const response = await ask(path, method, headers);
    expect([passed(response), names(response)]).toEqual([true, ["__Host-access", "__Host-refresh"]]);
  });
});

describe("a refresh token that is refused", () => {
  it.each<[string, () => unknown]>([
    ["ended", () => app.runtime.auth.modes.jwt.revokeAll(ada.userId)],
    ["unused for long", () => pass(7 * 86_400)],
    ["forged", () => void browser.jar.set("__Host-refresh", "A".repeat(43))],
  ])("%s leads to the login page, which can say why, and clears it", async (_, end) => {
    pass(LIFETIME);
    await end();
    const response = await ask("/dashboard");
    expect([response.status, response.headers.get("location")]).toEqual([
      303,
      `${ORIGIN}/login?next=%2Fdashboard`,
    ]);
    expect(names(response)).toEqual([]);
    const login = await ask("/login");
    expect([passed(login), names(login).length]).toEqual([true, 3]);
    for (const line of login.headers.getSetCookie()) expect(line).toMatch(/^__Host-\w+=; .*Max-Age=0;/);
  });

  it("beside a forged access token is not even asked for", async () => {
    browser.jar.set("__Host-access", "a.b.c");
    const response = await ask("/dashboard");
    expect([response.status, names(response), stored()]).toEqual([303, [], UNTOUCHED]);
  });
});

it("a store that is down is 503, not a way to the login page; a good token needs none", async () => {
  const rename = (from: string, to: string) =>
    app.database.sqlite.exec(`ALTER TABLE ${from} RENAME TO ${to}`);
  rename("refresh_tokens", "elsewhere");
  const good = await ask("/dashboard");
  pass(LIFETIME);
  const response = await ask("/dashboard");
  rename("elsewhere", "refresh_tokens");
  expect(passed(good)).toBe(true);
  expect([response.status, response.headers.get("location"), names(response)]).toEqual([503, null, []]);
  expect(passed(await ask("/dashboard"))).toBe(true);
});
