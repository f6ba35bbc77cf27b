import { beforeEach, describe, expect, it } from "vitest";
import { POST as switchMode } from "@/app/api/auth/mode/route";
import { POST as refresh } from "@/app/api/auth/refresh/route";
import { POST as signOut } from "@/app/api/auth/sign-out/route";
import { POST as signOutEverywhere } from "@/app/api/auth/sign-out-everywhere/route";
import { GET as me } from "@/app/api/me/route";
import { PATCH as changeSettings } from "@/app/api/settings/route";
import type { Principal } from "@/lib/auth/contract";
import { useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { copyOf, pass, storedTokens, useStillClock } from "@/lib/web/testing/lifecycle";

// What the guard of handlers does for a browser whose access token is over and whose refresh token is not.

const MINUTE = 60;
const REFUSED = { status: 401, json: { error: "unauthenticated" } };
const UNTOUCHED = { live: 1, spent: 0, revokedFamilies: 0 };
const app = useApp();
useStillClock();
let ada: Principal;
let browser: Browser;
beforeEach(async () => {
  ada = await app.createAccount("jwt");
  browser = new Browser();
  await browser.signIn(app, ada, "jwt");
});
const cookies = () => [browser.cookie(app, "access"), browser.cookie(app, "refresh")];
const namesOf = (setCookies: string[]) => setCookies.map((line) => line.split("=")[0]).sort();
const stored = () => storedTokens(app, ada);

describe("an access token that is over", () => {
  it.each([
    ["because its time is", () => pass(15 * MINUTE)],
    ["because the browser has dropped it", () => void browser.jar.delete("__Host-access")],
  ])("%s is exchanged on the way, once", async (_, end) => {
    const before = cookies();
    end();
    const renewed = await browser.send(me, "GET");
    expect(renewed).toMatchObject({ status: 200, json: { user: { id: ada.userId }, auth: { mode: "jwt" } } });
    expect(namesOf(renewed.setCookies)).toEqual(["__Host-access", "__Host-refresh"]);
    expect(cookies()[0]).not.toBe(before[0]);
    expect(cookies()[1]).not.toBe(before[1]);
    expect(renewed.headers.get("cache-control")).toContain("no-store");
    expect(await browser.send(me, "GET")).toMatchObject({ status: 200, setCookies: [] });
    expect(stored()).toEqual({ live: 1, spent: 1, revokedFamilies: 0 });
  });

  it("lets an unsafe request through as well, and its body is read", async () => {
    pass(15 * MINUTE);
    const answer = await browser.send(changeSettings, "PATCH", { body: { authMode: "session" } });
    expect(answer).toMatchObject({ status: 200, json: { authMode: "session" } });
    expect(namesOf(answer.setCookies)).toEqual(["__Host-access", "__Host-refresh"]);
  });
});

describe("what the handler says of a cookie is the last word", () => {
  it("the mode switch leaves the cookies of the new mode alone", async () => {
    pass(15 * MINUTE);
    const old = copyOf(browser);
    const { status, setCookies } = await browser.send(switchMode, "POST", { body: { mode: "session" } });
    expect(status).toBe(200);
    expect(namesOf(setCookies)).toEqual(["__Host-access", "__Host-refresh", "__Host-session"]);
    expect([...browser.jar.keys()]).toEqual(["__Host-session"]);
    expect((await browser.send(me, "GET")).json).toMatchObject({ auth: { mode: "session" } });
    expect([(await old.send(me, "GET")).status, stored()]).toMatchObject([401, { live: 0 }]);
  });

  it("signing out is terminal, also where the guard has just exchanged the credential", async () => {
    for (const [handler, code] of [
      [signOut, 204],
      [signOutEverywhere, 200],
    ] as const) {
      await browser.signIn(app, ada, "jwt");
      pass(14 * MINUTE);
      browser.jar.delete("__Host-access");
      const old = copyOf(browser);
      const { status, setCookies } = await browser.send(handler, "POST", {
        ...(handler === signOutEverywhere && { body: {} }),
      });
      expect(status).toBe(code);
      expect(namesOf(setCookies)).toEqual(["__Host-access", "__Host-refresh", "__Host-session"]);
      for (const line of setCookies) expect(line).toMatch(/^__Host-\w+=; .*Max-Age=0;/);
      expect(browser.jar.size).toBe(0);
      expect((await old.send(me, "GET")).status).toBe(401);
    }
    expect(stored().live).toBe(0);
  });
});

describe("what the handler refuses", () => {
  it("does not take the exchanged credential back: the next request goes on with it", async () => {
    pass(15 * MINUTE);
    const refused = await browser.send(signOutEverywhere, "POST", { body: {} });
    expect(refused).toMatchObject({ status: 403, json: { error: "reauthentication_required" } });
    expect(namesOf(refused.setCookies)).toEqual(["__Host-access", "__Host-refresh"]);
    pass(11);
    expect(await browser.send(me, "GET")).toMatchObject({ status: 200, setCookies: [] });

    pass(15 * MINUTE);
    expect((await browser.send(switchMode, "POST", { body: { mode: "no" } })).status).toBe(400);
    pass(11);
    expect((await browser.send(me, "GET")).status).toBe(200);
    expect(stored()).toEqual({ live: 1, spent: 2, revokedFamilies: 0 });
  });
});

describe("nothing is exchanged", () => {
  beforeEach(() => pass(15 * MINUTE));

  /** The genuine browser is still signed in, and its token had not been used before. */
  async function expectUntouched(): Promise<void> {
    expect(stored()).toEqual(UNTOUCHED);
    expect((await browser.send(me, "GET")).status).toBe(200);
    expect(stored()).toEqual({ live: 1, spent: 1, revokedFamilies: 0 });
  }

  it("a Bearer token is never exchanged, whatever cookies come along", async () => {
    for (const token of cookies()) {
      const answer = await browser.send(me, "GET", { headers: { authorization: `Bearer ${token}` } });
      expect(answer).toMatchObject({ ...REFUSED, setCookies: [] });
    }
    await expectUntouched();
  });

  it.each([
    { "next-router-prefetch": "1" },
    { "sec-purpose": "prefetch" },
    { "sec-purpose": "prefetch;prerender" },
    { purpose: "prefetch" },
  ])("looking ahead exchanges nothing: %j", async (headers) => {
    expect(await browser.send(me, "GET", { headers })).toMatchObject({ ...REFUSED, setCookies: [] });
    await expectUntouched();
  });

  it.each([
    { origin: "https://evil.example" },
    { origin: "" },
    { origin: "null" },
    { origin: "", "sec-fetch-site": "same-site" },
  ])("an unsafe request from %j exchanges nothing", async (headers) => {
    for (const [handler, method] of [
      [changeSettings, "PATCH"],
      [refresh, "POST"],
    ] as const) {
      const answer = await browser.send(handler, method, { headers, body: {} });
      expect(answer).toMatchObject({ status: 403, json: { error: "cross_origin" }, setCookies: [] });
    }
    await expectUntouched();
  });
});
