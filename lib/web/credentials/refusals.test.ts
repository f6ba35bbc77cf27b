import { beforeEach, describe, expect, it } from "vitest";
import { POST as signOutEverywhere } from "@/app/api/auth/sign-out-everywhere/route";
import { GET as me } from "@/app/api/me/route";
import type { ModeName, Principal } from "@/lib/auth/contract";
import { useApp } from "../testing/app";
import { Browser } from "../testing/browser";
import { copyOf, pass, trailOf, useStillClock } from "../testing/lifecycle";

// Which refusals their owner is told of.

const app = useApp();
useStillClock();
let ada: Principal;
let browser: Browser;
beforeEach(async () => {
  ada = await app.createAccount();
  browser = new Browser();
});
const ask = async (who: Browser, headers = {}) => (await who.send(me, "GET", { headers })).status;
const refusals = async (principal = ada) =>
  (await trailOf(app, principal)).filter(({ kind }) => kind === "credential.refused");
const everything = async () => (await app.runtime.audit.list({ limit: 200 })).events.length;
const end = (mode: ModeName) => app.runtime.auth.modes[mode].revokeAll(ada.userId);

describe("a credential that was ended and is used again", () => {
  it.each<ModeName>(["session", "jwt"])("as a %s is told to its owner, once a minute", async (mode) => {
    await app.runtime.settings.update(ada.userId, {
      jwt: { revocation: "introspection" },
      session: { idleTimeoutSeconds: 60 },
    });
    await browser.signIn(app, ada, mode);
    const { sessionId } = (await browser.send(me, "GET")).json.auth as { sessionId: string };
    const thief = copyOf(browser);
    expect(await ask(thief)).toBe(200);
    if (mode === "session") pass(60);
    else await end(mode);
    for (let i = 0; i < 20; i++) expect(await ask(copyOf(thief))).toBe(401);
    const reason = mode === "session" ? "idle_timeout" : "revoked";
    expect(await refusals()).toMatchObject([
      { sessionId, mode, client: { ip: "203.0.113.66", userAgent: "Copy/6.6" }, detail: { reason } },
    ]);
    pass(59);
    await ask(copyOf(thief));
    expect(await refusals()).toHaveLength(1);
    pass(1);
    await ask(copyOf(thief));
    expect(await refusals()).toHaveLength(2);
  });

  it.each<Record<string, string>>([
    { "next-router-prefetch": "1" },
    { "sec-purpose": "prefetch;prerender" },
    { purpose: "prefetch" },
  ])("is told also when the request claims to look ahead only: %j", async (headers) => {
    await app.runtime.settings.update(ada.userId, { jwt: { revocation: "denylist" } });
    for (const [method, handler] of [
      ["GET", me],
      ["POST", signOutEverywhere],
    ] as const) {
      const thief = new Browser();
      await thief.signIn(app, ada, "jwt");
      await end("jwt");
      const before = (await refusals()).length;
      expect((await copyOf(thief).send(handler, method, { headers })).status).toBe(401);
      expect(await refusals()).toHaveLength(before + 1);
    }
  });

  it("however many of a person's are collected, 60 rows in ten minutes tell of them", async () => {
    const copies: Browser[] = [];
    for (let i = 0; i < 70; i++) {
      const one = new Browser();
      await one.signIn(app, ada, "session");
      copies.push(copyOf(one));
    }
    await end("session");
    for (const copy of copies) expect(await ask(copy)).toBe(401);
    expect(await refusals()).toHaveLength(60);
  });

  it("all of them are in the log", async () => {
    await app.runtime.settings.update(ada.userId, { jwt: { revocation: "denylist" } });
    await browser.signIn(app, ada, "jwt");
    await end("jwt");
    const before = app.logged.length;
    for (let i = 0; i < 3; i++) await ask(copyOf(browser));
    const lines = app.logged.slice(before).filter((line) => line.includes('"event":"credential.refused"'));
    expect(lines).toHaveLength(3);
  });
});

describe("nothing is written down", () => {
  it("of a stranger's inventions, however many", async () => {
    const before = await everything();
    const id = ada.userId;
    const payload = Buffer.from(JSON.stringify({ sub: id, sid: id })).toString("base64url");
    for (const cookie of [
      "__Host-session=x",
      `__Host-access=e30.${payload}.x`,
      `__Host-refresh=${"A".repeat(43)}`,
      "__Host-session=x; __Host-access=y",
    ])
      expect(await ask(new Browser(), { cookie })).toBe(401);
    expect(await everything()).toBe(before);
  });

  it("of time that ran out, or a browser that brings nothing", async () => {
    await browser.signIn(app, ada, "jwt");
    browser.jar.delete("__Host-refresh");
    pass(15 * 60);
    const before = await everything();
    expect([await ask(browser), await ask(new Browser())]).toEqual([401, 401]);
    expect(await everything()).toBe(before);
  });

  it("of looking ahead with a token that could be exchanged", async () => {
    await browser.signIn(app, ada, "jwt");
    pass(15 * 60);
    const before = await everything();
    expect(await ask(browser, { "sec-purpose": "prefetch" })).toBe(401);
    expect(await everything()).toBe(before);
    expect(await ask(browser)).toBe(200);
  });

  it("about somebody whose account is deleted", async () => {
    await app.runtime.settings.update(ada.userId, { jwt: { revocation: "denylist" } });
    await browser.signIn(app, ada, "jwt");
    await end("jwt");
    const [thief, later] = [copyOf(browser), copyOf(browser)];
    expect(await ask(thief)).toBe(401);
    expect(await refusals()).toHaveLength(1);
    pass(60);
    await app.runtime.audit.deleteByUser(ada.userId);
    await app.runtime.accounts.remove(ada.userId);
    const before = await everything();
    expect(await ask(later)).toBe(401);
    expect([await everything(), await refusals()]).toEqual([before, []]);
  });

  it("of a good credential", async () => {
    await browser.signIn(app, ada, "session");
    const before = await everything();
    for (let i = 0; i < 5; i++) expect(await ask(browser)).toBe(200);
    expect(await everything()).toBe(before);
  });
});
