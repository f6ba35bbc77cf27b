import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { GET as me } from "@/app/api/me/route";
import type { Principal, StrategyName } from "@/lib/auth/contract";
import { startApp, type TestApp } from "@/lib/session/testing/app";
import { Browser } from "@/lib/session/testing/browser";
import { copyOf, pass, storedTokens, trailOf } from "@/lib/session/testing/lifecycle";
import { POST } from "./route";

// A refresh token that is used twice, and one that is used too late.

const DAY = 86_400;
const REFUSED = { status: 401, json: { error: "unauthenticated" } };
let app: TestApp;
let ada: Principal;
let browser: Browser;
let thief: Browser;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  ada = await app.createAccount("jwt");
  browser = new Browser();
  await browser.signIn(app, ada, "jwt");
  thief = copyOf(browser);
});
afterEach(() => void vi.useRealTimers());
const refresh = (who: Browser) => who.send(POST, "POST");
const status = async (who: Browser) => (await who.send(me, "GET")).status;
const stored = () => storedTokens(app, ada);
const reuses = async () => (await trailOf(app, ada)).filter(({ kind }) => kind === "refresh.reused");

describe("a token that was used before", () => {
  it("leads to its one successor within the grace window", async () => {
    await refresh(browser);
    pass(9.9);
    expect((await refresh(thief)).status).toBe(200);
    expect(thief.cookie(app, "refresh")).toBe(browser.cookie(app, "refresh"));
    expect([stored(), await reuses()]).toEqual([{ live: 1, spent: 1, revokedFamilies: 0 }, []]);
  });

  it.each<[string, () => unknown]>([
    ["after the window", () => pass(10)],
    ["once its successor was used", () => refresh(browser)],
  ])("%s ends the whole family, for both of the two", async (_, wait) => {
    const other = new Browser();
    await other.signIn(app, ada, "jwt");
    await refresh(browser);
    await wait();
    const answer = await refresh(thief);
    expect(answer).toMatchObject(REFUSED);
    expect([answer.setCookies.length, thief.jar.size]).toEqual([3, 0]);
    expect(await refresh(browser)).toMatchObject(REFUSED);
    expect(stored()).toMatchObject({ live: 1, revokedFamilies: 1 });
    expect((await refresh(other)).status).toBe(200);
  });

  it("is written down for the owner, with both addresses and browsers, and no token", async () => {
    const { sessionId } = (await browser.send(me, "GET")).json.auth as { sessionId: string };
    const usedAt = new Date().toISOString();
    await refresh(browser);
    pass(60);
    await refresh(thief);
    const [event, ...more] = await reuses();
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      ...{ userId: ada.userId, sessionId, mode: "jwt" },
      client: { ip: "203.0.113.66", userAgent: "Copy/6.6" },
      detail: { firstUsedAt: usedAt, firstIp: "192.0.2.1", firstUserAgent: "Test/1.0" },
    });
    const trail = JSON.stringify(await trailOf(app, ada));
    for (const token of [...browser.jar.values(), ...thief.jar.values()]) expect(trail).not.toContain(token);
    expect(app.logged.join("")).toContain('"event":"refresh.reused"');
  });

  it("is noticed whoever comes second: a thief who was first is cut off by the owner", async () => {
    expect((await refresh(thief)).status).toBe(200);
    pass(15 * 60);
    // The guard of a handler notices it as well as the endpoint.
    expect(await status(browser)).toBe(401);
    expect(await refresh(thief)).toMatchObject(REFUSED);
    expect((await reuses())[0]).toMatchObject({
      client: { ip: "192.0.2.1" },
      detail: { firstIp: "203.0.113.66" },
    });
  });

  it.each<[StrategyName, number]>([
    ["expiry-only", 200],
    ["denylist", 401],
    ["token-version", 401],
    ["introspection", 401],
  ])("under %s, an access token of the family is worth %d from then on", async (revocation, worth) => {
    await app.runtime.settings.update(ada.userId, { jwt: { revocation } });
    await refresh(browser);
    const own = new Browser();
    own.jar.set("__Host-access", browser.cookie(app, "access") ?? "");
    expect(await status(own)).toBe(200);
    pass(11);
    await refresh(thief);
    expect(await status(own)).toBe(worth);
  });
});

describe("a token that was not used", () => {
  it("for the idle time ends, and each use starts it anew", async () => {
    for (let i = 0; i < 3; i++) {
      pass(7 * DAY - 1);
      expect((await refresh(browser)).status).toBe(200);
    }
    pass(7 * DAY);
    expect(await refresh(browser)).toMatchObject(REFUSED);
    expect([browser.jar.size, await reuses()]).toEqual([0, []]);
  });

  it("ends with the absolute limit, which no use extends and no settings do", async () => {
    await app.runtime.settings.update(ada.userId, { jwt: { refreshAbsoluteSeconds: 90 * DAY } });
    for (let day = 6; day < 30; day += 6) {
      pass(6 * DAY);
      expect((await refresh(browser)).status).toBe(200);
    }
    pass(6 * DAY - 60);
    const { status: code, json } = await refresh(browser);
    expect(code).toBe(200);
    expect(Date.parse(String(json.expiresAt)) - Date.now()).toBeLessThanOrEqual(60_000);
    pass(60);
    expect(await refresh(browser)).toMatchObject(REFUSED);
    expect(await status(browser)).toBe(401);
  });

  it("the cookies live no longer than what they carry", async () => {
    const { setCookies } = await refresh(browser);
    const ages = setCookies.map((line) => Number(/Max-Age=(\d+)/.exec(line)?.[1]));
    expect(ages[0]).toBeLessThanOrEqual(15 * 60);
    expect(ages[1]).toBe(7 * DAY);
  });
});
