import { beforeEach, describe, expect, it } from "vitest";
import { POST as switchMode } from "@/app/api/auth/mode/route";
import { POST as signOut } from "@/app/api/auth/sign-out/route";
import { GET as me } from "@/app/api/me/route";
import { entryOf, ROUTES, requestOf } from "@/e2e/support/route-manifest";
import type { Principal } from "@/lib/auth/contract";
import { initialSettings } from "@/lib/settings/schema";
import { useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { allRoutes, type Route } from "@/lib/web/testing/routes";

const routes = await allRoutes();
/** The pair's probe has a verifier of its own, and answers 401 as well; so has every lane of a lab. */
const isGuarded = ({ name }: Route) => ["signed-in", "admin", "pair"].includes(entryOf(name).caller);
const guarded = routes.filter(isGuarded);
const unsafe = routes.filter(({ method }) => method !== "GET");
const REFUSED = { error: "unauthenticated" };

const app = useApp();
let ada: Principal;
let browser: Browser;
beforeEach(async () => {
  ada = await app.createAccount();
  browser = new Browser();
});

describe("the file tree", () => {
  it("has the handlers of the manifest and no others, and some of them are guarded", () => {
    expect(routes.map(({ name }) => name).sort()).toEqual(ROUTES.map(({ name }) => name).sort());
    expect(guarded.length).toBeGreaterThanOrEqual(9);
  });

  it.each(guarded)("$name refuses whoever presents nothing", async ({ name, method, handler }) => {
    const { params = {}, body } = await requestOf(name);
    const { status, json } = await browser.send(handler, method, { params, body });
    expect(status).toBe(401);
    expect(json).not.toHaveProperty("user");
  });

  it.each(unsafe)(
    "$name refuses a request that is not from a page of ours",
    async ({ name, method, handler }) => {
      const { params = {}, body = {} } = await requestOf(name);
      await browser.signIn(app, ada, "session");
      const jar = new Map(browser.jar);
      for (const headers of [
        { origin: "" },
        { origin: "https://evil.example", "sec-fetch-site": "same-origin" },
      ]) {
        const answer = await browser.send(handler, method, { headers, params, body });
        expect([answer.status, answer.json, answer.setCookies]).toEqual([403, { error: "cross_origin" }, []]);
      }
      expect(browser.jar).toEqual(jar);
      expect((await browser.send(me, "GET")).status).toBe(200);
    },
  );

  it.each(routes.filter(({ path }) => path.startsWith("/api/")))(
    "$name is never kept by a cache",
    async (route) => {
      for (const signedIn of [false, true]) {
        if (signedIn) await browser.signIn(app, ada, "session");
        const { params = {}, body } = await requestOf(route.name);
        const { headers } = await browser.send(route.handler, route.method, { params, body });
        if (route.path !== "/api/ping") expect(headers.get("cache-control")).toContain("no-store");
      }
    },
  );
});

describe.each(["session", "jwt"] as const)("a %s sign-in", (mode) => {
  it("is accepted by cookie and by Bearer, and by nothing in between", async () => {
    const token = await browser.signIn(app, ada, mode);
    const other = new Browser();
    const withHeader = (authorization: string) => other.send(me, "GET", { headers: { authorization } });
    const expected = {
      user: { id: ada.userId, email: ada.email, name: "Ada", role: "user" },
      auth: { mode },
    };
    expect((await browser.send(me, "GET")).json).toMatchObject(expected);
    expect((await withHeader(`Bearer ${token}`)).json).toMatchObject(expected);
    expect(await withHeader(`Basic ${token}`)).toMatchObject({ status: 401, json: REFUSED });
    expect((await browser.send(me, "GET")).status).toBe(200);
  });

  it("is refused in the same words whatever is wrong with it", async () => {
    const token = await browser.signIn(app, ada, mode);
    const [name = ""] = browser.jar.keys();
    const other = mode === "session" ? "__Host-access" : "__Host-session";
    const cookies = [
      "",
      `${name}=`,
      `${name}=x`,
      `${name}=${token}x`,
      `${name}=${token.slice(0, -1)}`,
      `${name}=${token.toLowerCase()}`,
      `${other}=${token}`,
      `${name}=${token}; ${name}=${token}`,
      `${name}=${token}; ${other}=x`,
      `${name}=${"a".repeat(5_000)}`,
      `${name}="${token}"`,
      `${name}=${encodeURIComponent(`${token} `)}`,
    ];
    for (const cookie of cookies) {
      const { status, json, headers } = await new Browser().send(me, "GET", { headers: { cookie } });
      expect([cookie.length, status, json]).toEqual([cookie.length, 401, REFUSED]);
      expect(headers.get("www-authenticate")).toBe("Bearer");
    }
    expect((await browser.send(me, "GET")).status).toBe(200);
  });

  it("says how the check went, in a form that browsers read", async () => {
    await browser.signIn(app, ada, mode);
    const reads = app.runtime.auth.modes[mode].guarantees(
      await app.runtime.settings.get(ada.userId),
    ).readsPerVerify;
    const timing = (await browser.send(me, "GET")).headers.get("server-timing");
    expect(timing).toMatch(
      new RegExp(`^auth;dur=\\d+\\.\\d{3};desc="${mode}", store;desc="${reads} reads"$`),
    );
    browser.jar.clear();
    const refused = await browser.send(me, "GET");
    expect(refused.headers.get("server-timing")).toMatch(
      /^auth;dur=\d+\.\d{3};desc="refused", store;desc="0 reads"$/,
    );
  });

  it("whose account is gone reads what it carries, and is refused where the account is asked for", async () => {
    await browser.signIn(app, ada, mode);
    app.database.sqlite.prepare("DELETE FROM users WHERE id = ?").run(ada.userId);
    const policy = initialSettings(mode);
    const isStale = app.runtime.auth.modes[mode].guarantees(policy).staleClaims !== "immediate";
    expect((await browser.send(me, "GET")).status).toBe(isStale ? 200 : 401);
    const touching = guarded.filter(({ path }) => /settings|mode$|pair$/.test(path));
    for (const { method, handler, path } of touching) {
      const body = path.endsWith("mode") ? { mode: "jwt" } : {};
      const answer = await browser.send(handler, method, { ...(method !== "GET" && { body }) });
      const inspects = method === "GET" && path === "/api/pair" && isStale;
      expect([path, answer.status]).toEqual([path, inspects ? 200 : 401]);
    }
  });
});

it("both modes at once are a conflict: refused, cleared, and neither is used", async () => {
  await browser.signIn(app, ada, "session");
  await browser.signIn(app, await app.createAccount(), "jwt");
  const refused = await browser.send(me, "GET");
  expect(refused).toMatchObject({ status: 401, json: REFUSED });
  expect(refused.setCookies).toHaveLength(3);
  expect(browser.jar.size).toBe(0);
});

it("refusals are logged with their reason, and no token ever is", async () => {
  const tokens = [await browser.signIn(app, ada, "session"), await browser.signIn(app, ada, "jwt")];
  await browser.send(me, "GET");
  expect(app.logged.at(-1)).toContain('"event":"credential.refused","reason":"conflict"');
  await browser.signIn(app, ada, "session");
  await browser.send(switchMode, "POST", { body: { mode: "jwt" } });
  await browser.send(signOut, "POST");
  const all = app.logged.join("");
  for (const secret of [
    ...tokens,
    ...tokens.flatMap((token) => token.split(/[.*]/)).filter((part) => part.length > 20),
    ada.email,
  ])
    expect(all).not.toContain(secret);
});
