import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { POST as confirm } from "@/app/api/auth/confirm/route";
import { GET as me } from "@/app/api/me/route";
import type { ModeName, Principal } from "@/lib/auth/contract";
import { PASSWORD, startApp, type TestApp } from "@/lib/session/testing/app";
import { Browser } from "@/lib/session/testing/browser";
import { pass, trailOf } from "@/lib/session/testing/lifecycle";
import type { SettingsPatch } from "@/lib/settings/settings-store";
import { PATCH } from "./route";

// Settings that would give a stolen credential more ask for a recent password, as other sensitive acts do.

const QUARTER = 15 * 60;
const MIDDLE: SettingsPatch = {
  jwt: {
    revocation: "denylist",
    accessTtlSeconds: 600,
    refreshIdleSeconds: 7_200,
    refreshAbsoluteSeconds: 9_000,
  },
  session: { idleTimeoutSeconds: 7_200, absoluteTimeoutSeconds: 9_000, cacheSeconds: 5 },
  maxSignIns: 5,
};
const CHANGES: [weaker: SettingsPatch, stronger: SettingsPatch][] = [
  [{ jwt: { revocation: "expiry-only" } }, { jwt: { revocation: "introspection" } }],
  [{ jwt: { accessTtlSeconds: 601 } }, { jwt: { accessTtlSeconds: 599 } }],
  [{ jwt: { refreshIdleSeconds: 7_201 } }, { jwt: { refreshIdleSeconds: 7_199 } }],
  [{ jwt: { refreshAbsoluteSeconds: 9_001 } }, { jwt: { refreshAbsoluteSeconds: 8_999 } }],
  [{ session: { idleTimeoutSeconds: 7_201 } }, { session: { idleTimeoutSeconds: 7_199 } }],
  [{ session: { absoluteTimeoutSeconds: 9_001 } }, { session: { absoluteTimeoutSeconds: 8_999 } }],
  [{ session: { cacheSeconds: 6 } }, { session: { cacheSeconds: 4 } }],
  [{ maxSignIns: 6 }, { maxSignIns: 4 }],
  [{ maxSignIns: null }, { maxSignIns: 1 }],
  [{ jwt: { alg: "HS256", accessTtlSeconds: 2 }, maxSignIns: 6 }, { jwt: { alg: "HS256" } }],
];
let app: TestApp;
let ada: Principal;
let browser: Browser;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  ada = await app.createAccount();
  await app.runtime.settings.update(ada.userId, MIDDLE);
  browser = new Browser();
});
afterEach(() => void vi.useRealTimers());

const change = (body: SettingsPatch) => browser.send(PATCH, "PATCH", { body });
const state = async () => [
  app.runtime.settings.get(ada.userId),
  (await trailOf(app, ada)).filter(({ kind }) => kind === "settings.changed"),
];

describe.each<ModeName>(["session", "jwt"])("signed in with a %s", (mode) => {
  it.each(CHANGES)("%j asks for the password after 15 minutes, %j does not", async (weaker, stronger) => {
    await browser.signIn(app, ada, mode);
    pass(QUARTER);
    // Its own time may have to be renewed first.
    expect((await browser.send(me, "GET")).status).toBe(200);
    const [before, jar] = [await state(), new Map(browser.jar)];
    expect(await change(weaker)).toMatchObject({
      status: 403,
      json: { error: "reauthentication_required" },
      setCookies: [],
    });
    expect([await state(), browser.jar]).toEqual([before, jar]);
    expect((await change(stronger)).json).toMatchObject(stronger);
    await app.runtime.settings.update(ada.userId, MIDDLE);
    expect((await browser.send(confirm, "POST", { body: { password: PASSWORD } })).status).toBe(200);
    expect(await change(weaker)).toMatchObject({ status: 200, json: weaker });
    expect((await state())[1]).toHaveLength(2);
  });

  it("a second before that, nothing is asked", async () => {
    await browser.signIn(app, ada, mode);
    pass(QUARTER - 1);
    expect(await change({ maxSignIns: null })).toMatchObject({ status: 200, json: { maxSignIns: null } });
  });
});

it.each(CHANGES)("with a leftover token of an ended sign-in %j is refused at once", async (weaker) => {
  await app.runtime.settings.update(ada.userId, { jwt: { revocation: "expiry-only" } });
  await browser.signIn(app, ada, "jwt");
  const live = new Browser();
  await live.signIn(app, ada, "session");
  await app.runtime.auth.modes.jwt.revokeAll(ada.userId);
  await app.runtime.settings.update(ada.userId, { jwt: { revocation: "denylist" } });
  expect((await browser.send(me, "GET")).status).toBe(200);
  const before = await state();
  expect(await change(weaker)).toMatchObject({
    status: 401,
    json: { error: "unauthenticated" },
    setCookies: [],
  });
  expect(await state()).toEqual(before);
  expect((await live.send(PATCH, "PATCH", { body: weaker })).status).toBe(200);
});
