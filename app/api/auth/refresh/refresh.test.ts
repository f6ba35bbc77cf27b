import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { POST as signOut } from "@/app/api/auth/sign-out/route";
import { GET as me } from "@/app/api/me/route";
import type { Principal } from "@/lib/auth/contract";
import { startApp, type TestApp } from "@/lib/session/testing/app";
import { Browser } from "@/lib/session/testing/browser";
import { copyOf, storedTokens } from "@/lib/session/testing/lifecycle";
import * as route from "./route";

const REFUSED = { status: 401, json: { error: "unauthenticated" } };
let app: TestApp;
let ada: Principal;
let browser: Browser;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());
beforeEach(async () => {
  ada = await app.createAccount("jwt");
  browser = new Browser();
});
const refresh = (who = browser) => who.send(route.POST, "POST");
const stored = () => storedTokens(app, ada);
const sql = (text: string, ...values: unknown[]) => app.runtime.database.sqlite.prepare(text).run(...values);
const me200 = async (who = browser) => expect((await who.send(me, "GET")).status).toBe(200);

it("is a POST and nothing else", () => {
  const methods = ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"];
  expect(Object.keys(route).filter((name) => methods.includes(name))).toEqual([]);
});

describe("a JWT", () => {
  it("is exchanged for the next one of the same sign-in, and the answer holds no token", async () => {
    await browser.signIn(app, ada, "jwt");
    const before = (await browser.send(me, "GET")).json.auth;
    const old = copyOf(browser);
    const { status, json, setCookies, headers } = await refresh();
    expect([status, Object.keys(json)]).toEqual([200, ["expiresAt"]]);
    expect(headers.get("cache-control")).toContain("no-store");
    expect(setCookies.map((line) => line.split("=")[0])).toEqual(["__Host-access", "__Host-refresh"]);
    for (const line of setCookies) expect(line).toMatch(/; Path=\/; .*Secure; HttpOnly; SameSite=lax$/);
    for (const kind of ["access", "refresh"] as const)
      expect(browser.cookie(app, kind)).not.toBe(old.cookie(app, kind));
    const after = (await browser.send(me, "GET")).json.auth;
    expect(after).toMatchObject({
      ...(before as object),
      issuedAt: expect.anything(),
      expiresAt: json.expiresAt,
    });
    expect(stored()).toEqual({ live: 1, spent: 1, revokedFamilies: 0 });
  });

  it("follows the account's settings from then on", async () => {
    await browser.signIn(app, ada, "jwt");
    await app.runtime.settings.update(ada.userId, { jwt: { alg: "HS256", revocation: "denylist" } });
    expect((await browser.send(me, "GET")).json).toMatchObject({ auth: { alg: "ES256" } });
    await refresh();
    expect((await browser.send(me, "GET")).json).toMatchObject({
      auth: { alg: "HS256", strategy: "denylist" },
    });
  });

  it("needs no access token, and a forged one beside the refresh token changes nothing", async () => {
    await browser.signIn(app, ada, "jwt");
    browser.jar.delete("__Host-access");
    expect((await refresh()).status).toBe(200);
    browser.jar.set("__Host-access", "a.b.c");
    expect((await refresh()).status).toBe(200);
    await me200();
  });

  it("50 at once are one exchange", async () => {
    await browser.signIn(app, ada, "jwt");
    const tabs = Array.from({ length: 50 }, () => copyOf(browser));
    const answers = await Promise.all(tabs.map((tab) => refresh(tab)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(tabs.map((tab) => tab.cookie(app, "refresh"))).size).toBe(1);
    expect(stored()).toEqual({ live: 1, spent: 1, revokedFamilies: 0 });
    for (const tab of tabs) await me200(tab);
  });
});

describe("a database session", () => {
  it("is checked and kept", async () => {
    await browser.signIn(app, ada, "session");
    const jar = new Map(browser.jar);
    const { status, json } = await refresh();
    expect([status, json]).toEqual([
      200,
      { expiresAt: ((await browser.send(me, "GET")).json.auth as { expiresAt: string }).expiresAt },
    ]);
    expect(browser.jar).toEqual(jar);
  });

  it("that was ended is refused and cleared", async () => {
    await browser.signIn(app, ada, "session");
    await app.runtime.auth.modes.session.revokeAll(ada.userId);
    expect(await refresh()).toMatchObject(REFUSED);
    expect(browser.jar.size).toBe(0);
  });
});

describe("without a refresh token", () => {
  it("nothing is given and nothing is cleared", async () => {
    expect(await refresh()).toMatchObject({ ...REFUSED, setCookies: [] });
    await browser.signIn(app, ada, "jwt");
    const token = browser.cookie(app, "refresh") ?? "";
    browser.jar.delete("__Host-refresh");
    expect(await refresh()).toMatchObject({ ...REFUSED, setCookies: [] });
    await me200();
    const authorization = `Bearer ${token}`;
    const byHeader = await browser.send(route.POST, "POST", { headers: { authorization } });
    expect(byHeader).toMatchObject({ ...REFUSED, setCookies: [] });
    expect(stored()).toEqual({ live: 1, spent: 0, revokedFamilies: 0 });
  });

  it("an empty cookie is none, and two are a conflict", async () => {
    await browser.signIn(app, ada, "jwt");
    const token = browser.cookie(app, "refresh");
    const as = (cookie: string) => new Browser().send(route.POST, "POST", { headers: { cookie } });
    expect(await as("__Host-refresh=")).toMatchObject({ ...REFUSED, setCookies: [] });
    expect(await as(`__Host-refresh=${token}; __Host-refresh=${token}`)).toMatchObject(REFUSED);
    expect(await as(`__Host-session=x; __Host-refresh=${token}`)).toMatchObject(REFUSED);
    expect(stored()).toEqual({ live: 1, spent: 0, revokedFamilies: 0 });
    expect((await refresh()).status).toBe(200);
  });
});

describe("is refused, and all is cleared,", () => {
  it.each<[string, () => unknown]>([
    ["after signing out", () => copyOf(browser).send(signOut, "POST")],
    ["after the sign-in was ended elsewhere", () => app.runtime.auth.modes.jwt.revokeAll(ada.userId)],
    ["of a disabled account", () => sql("UPDATE users SET disabled_at = 1 WHERE id = ?", ada.userId)],
    ["of an account that is gone", () => sql("DELETE FROM users WHERE id = ?", ada.userId)],
    ["when the row is gone", () => sql("DELETE FROM refresh_families WHERE user_id = ?", ada.userId)],
    ["in the pair's place", async () => browser.jar.set("__Host-refresh", await pairsRefreshToken())],
  ])("%s", async (_, end) => {
    await browser.signIn(app, ada, "jwt");
    const other = new Browser();
    await other.signIn(app, await app.createAccount("jwt"), "jwt");
    await end();
    const answer = await refresh();
    expect(answer).toMatchObject(REFUSED);
    expect(answer.setCookies).toHaveLength(3);
    expect(browser.jar.size).toBe(0);
    expect((await refresh(other)).status).toBe(200);
  });
});

it("a changed character makes it unknown, and ends nothing", async () => {
  await browser.signIn(app, ada, "jwt");
  const token = browser.cookie(app, "refresh") ?? "";
  for (const bad of [
    `${token}=`,
    `${token}A`,
    token.slice(1),
    token.toLowerCase(),
    `"${token}"`,
    "A".repeat(43),
  ]) {
    const answer = await new Browser().send(route.POST, "POST", {
      headers: { cookie: `__Host-refresh=${bad}` },
    });
    expect([bad.length, answer.status]).toEqual([bad.length, 401]);
  }
  expect(stored()).toEqual({ live: 1, spent: 0, revokedFamilies: 0 });
  expect((await refresh()).status).toBe(200);
});

async function pairsRefreshToken(): Promise<string> {
  const client = { ip: "192.0.2.1", userAgent: "Test/1.0" };
  const policy = app.runtime.settings.get(ada.userId);
  const { refreshToken } = await app.runtime.pairAuth.modes.jwt.issue(ada, client, policy);
  return refreshToken ?? "";
}
