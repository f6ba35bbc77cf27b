import { beforeEach, describe, expect, it } from "vitest";
import { POST as signOut } from "@/app/api/auth/sign-out/route";
import { GET as me } from "@/app/api/me/route";
import type { Principal } from "@/lib/auth/contract";
import { useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { copyOf, pass, storedTokens, trailOf, useStillClock } from "@/lib/web/testing/lifecycle";
import { POST } from "./route";

// What the endpoint carries to the modes and back. What becomes of a refresh token is tested in lib/auth.

const DAY = 86_400;
const REFUSED = { status: 401, json: { error: "unauthenticated" } };
const app = useApp();
useStillClock();
let ada: Principal;
let browser: Browser;
beforeEach(async () => {
  ada = await app.createAccount("jwt");
  browser = new Browser();
});
const refresh = (who = browser) => who.send(POST, "POST");
const stored = () => storedTokens(app, ada);
const expectIn = async (who: Browser) => expect((await who.send(me, "GET")).status).toBe(200);

describe("a JWT", () => {
  beforeEach(() => browser.signIn(app, ada, "jwt"));

  it("is exchanged for the next one of the same sign-in, and the answer holds no token", async () => {
    const before = (await browser.send(me, "GET")).json.auth;
    const old = copyOf(browser);
    pass(1);
    const { status, json, setCookies, headers } = await refresh();
    expect([status, Object.keys(json)]).toEqual([200, ["expiresAt"]]);
    expect(headers.get("cache-control")).toContain("no-store");
    expect(setCookies.map((line) => line.split("=")[0])).toEqual(["__Host-access", "__Host-refresh"]);
    const ages = setCookies.map((line) => Number(/Max-Age=(\d+)/.exec(line)?.[1]));
    expect(ages[0]).toBeLessThanOrEqual(15 * 60);
    expect(ages[1]).toBe(7 * DAY);
    for (const kind of ["access", "refresh"] as const)
      expect(browser.cookie(app, kind)).not.toBe(old.cookie(app, kind));
    const times = { issuedAt: expect.anything(), expiresAt: json.expiresAt };
    expect((await browser.send(me, "GET")).json.auth).toMatchObject({ ...(before as object), ...times });
    expect(stored()).toEqual({ live: 1, spent: 1, revokedFamilies: 0 });
  });

  it("follows the account's settings from then on", async () => {
    await app.runtime.settings.update(ada.userId, { jwt: { alg: "HS256", revocation: "denylist" } });
    expect((await browser.send(me, "GET")).json).toMatchObject({ auth: { alg: "ES256" } });
    await refresh();
    const auth = { alg: "HS256", strategy: "denylist" };
    expect((await browser.send(me, "GET")).json).toMatchObject({ auth });
  });

  it("whose refresh token comes again too late is told to its owner, with both addresses and no token", async () => {
    const { sessionId } = (await browser.send(me, "GET")).json.auth as { sessionId: string };
    const thief = copyOf(browser);
    const firstUsedAt = new Date().toISOString();
    await refresh();
    pass(60);
    await refresh(thief);
    const trail = await trailOf(app, ada);
    expect(trail.filter(({ kind }) => kind === "refresh.reused")).toMatchObject([
      {
        userId: ada.userId,
        sessionId,
        mode: "jwt",
        client: { ip: "203.0.113.66", userAgent: "Copy/6.6" },
        detail: { firstUsedAt, firstIp: "192.0.2.1", firstUserAgent: "Test/1.0" },
      },
    ]);
    for (const token of browser.jar.values()) expect(JSON.stringify(trail)).not.toContain(token);
    expect(app.logged.join("")).toContain('"event":"refresh.reused"');
  });

  it.each<[string, () => unknown]>([
    ["after signing out", () => copyOf(browser).send(signOut, "POST")],
    [
      "that was used before",
      async () => {
        await refresh(copyOf(browser));
        pass(60);
      },
    ],
    ["of the pair", async () => browser.jar.set("__Host-refresh", await pairsRefreshToken())],
    ["beside another's access token", async () => browser.jar.set("__Host-access", await strangersToken())],
  ])("%s is refused, and all is cleared", async (_, spoil) => {
    await spoil();
    const answer = await refresh();
    expect(answer).toMatchObject(REFUSED);
    expect([answer.setCookies.length, browser.jar.size]).toEqual([3, 0]);
  });
});

describe("a database session", () => {
  beforeEach(() => browser.signIn(app, ada, "session"));

  it("is checked and kept", async () => {
    const jar = new Map(browser.jar);
    const { expiresAt } = (await browser.send(me, "GET")).json.auth as { expiresAt: string };
    expect(await refresh()).toMatchObject({ status: 200, json: { expiresAt } });
    expect(browser.jar).toEqual(jar);
  });

  it("that was ended is refused and cleared", async () => {
    await app.runtime.auth.modes.session.revokeAll(ada.userId);
    expect(await refresh()).toMatchObject(REFUSED);
    expect(browser.jar.size).toBe(0);
  });
});

it("without a refresh token nothing is given and nothing is cleared, also with one as a Bearer token", async () => {
  expect(await refresh()).toMatchObject({ ...REFUSED, setCookies: [] });
  await browser.signIn(app, ada, "jwt");
  const authorization = `Bearer ${browser.cookie(app, "refresh")}`;
  browser.jar.delete("__Host-refresh");
  for (const headers of [{}, { authorization }])
    expect(await browser.send(POST, "POST", { headers })).toMatchObject({ ...REFUSED, setCookies: [] });
  await expectIn(browser);
  expect(stored()).toEqual({ live: 1, spent: 0, revokedFamilies: 0 });
});

async function pairsRefreshToken(): Promise<string> {
  const client = { ip: "192.0.2.1", userAgent: "Test/1.0" };
  const policy = await app.runtime.settings.get(ada.userId);
  return (await app.runtime.pairAuth.modes.jwt.issue(ada, client, policy)).refreshToken ?? "";
}

async function strangersToken(): Promise<string> {
  return new Browser().signIn(app, await app.createAccount("jwt"), "jwt");
}
