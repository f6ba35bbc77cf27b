import { beforeEach, expect, it, vi } from "vitest";
import { POST as confirm } from "@/app/api/auth/confirm/route";
import { POST as refresh } from "@/app/api/auth/refresh/route";
import { POST as signOutEverywhere } from "@/app/api/auth/sign-out-everywhere/route";
import { GET as listDevices } from "@/app/api/devices/route";
import { GET as me } from "@/app/api/me/route";
import { PATCH as changeSettings } from "@/app/api/settings/route";
import type { ModeName, Principal } from "@/lib/auth/contract";
import { PASSWORD, useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { pass, storedTokens, trailOf, useStillClock } from "@/lib/web/testing/lifecycle";
import { POST as switchMode } from "./route";

// The absolute limit of each mode counts from the password, however the credential was exchanged since.

const HOUR = 3_600;
const app = useApp();
useStillClock();
let ada: Principal;
let browser: Browser;
let start: number;
beforeEach(async () => {
  // A JWT knows the time of the password to the second.
  vi.setSystemTime(Math.ceil(Date.now() / 1000) * 1000);
  start = Date.now();
  ada = await app.createAccount();
  browser = new Browser();
});
const change = (mode: ModeName) => browser.send(switchMode, "POST", { body: { mode } });
const state = async () => [
  await app.runtime.settings.get(ada.userId),
  await app.runtime.auth.modes.session.list(ada.userId),
  (await trailOf(app, ada)).filter(({ kind }) => kind !== "refreshed").length,
];
/** The limits of each mode: the one to switch to is the shorter. */
const limits = (to: ModeName) =>
  app.runtime.settings.update(ada.userId, {
    jwt: { refreshAbsoluteSeconds: to === "jwt" ? HOUR : 4 * HOUR, accessTtlSeconds: HOUR },
    session: { absoluteTimeoutSeconds: to === "session" ? HOUR : 4 * HOUR, idleTimeoutSeconds: 4 * HOUR },
  });

const directions: [ModeName, ModeName][] = [
  ["session", "jwt"],
  ["jwt", "session"],
];

it.each(directions)("from %s to a %s whose time is over asks for the password first", async (from, to) => {
  await limits(to);
  await browser.signIn(app, ada, from);
  pass(HOUR);
  // Its own time, too, may have to be renewed before the switch is refused.
  expect((await browser.send(me, "GET")).status).toBe(200);
  const [before, jar] = [await state(), new Map(browser.jar)];
  expect(await change(to)).toMatchObject({
    status: 403,
    json: { error: "reauthentication_required" },
    setCookies: [],
  });
  expect([await state(), browser.jar]).toEqual([before, jar]);
  expect((await browser.send(me, "GET")).json).toMatchObject({ auth: { mode: from } });
  expect((await browser.send(confirm, "POST", { body: { password: PASSWORD } })).status).toBeLessThan(300);
  expect((await change(to)).status).toBe(200);
  expect((await browser.send(me, "GET")).json).toMatchObject({ auth: { mode: to } });
});

it.each(directions)("from %s to %s keeps the limit and the age of the password", async (from, to) => {
  await limits(to);
  await browser.signIn(app, ada, from);
  pass(HOUR - 60);
  expect((await change(to)).status).toBe(200);
  expect((await browser.send(me, "GET")).status).toBe(200);
  const everywhere = await browser.send(signOutEverywhere, "POST", { body: {} });
  expect(everywhere).toMatchObject({ status: 403, json: { error: "reauthentication_required" } });
  pass(61);
  expect((await browser.send(me, "GET")).status).toBe(401);
  expect(storedTokens(app, ada).spent).toBe(0);
});

// No exchange lasts longer than what it replaces, whatever the settings allow by then: who has a stolen cookie
// could otherwise make it last.

const DAY = 24 * HOUR;
const LONG = {
  session: { idleTimeoutSeconds: 30 * DAY, absoluteTimeoutSeconds: 90 * DAY },
  jwt: { refreshIdleSeconds: 30 * DAY, refreshAbsoluteSeconds: 90 * DAY },
};
const status = async () => (await browser.send(me, "GET")).status;
const secondsLeft = async () => {
  const { devices } = (await browser.send(listDevices, "GET")).json as { devices: { expiresAt: string }[] };
  expect(devices).toHaveLength(1);
  return Math.round((Date.parse(devices[0]?.expiresAt ?? "") - start) / 1000);
};
async function expectEndAt(seconds: number): Promise<void> {
  expect(await secondsLeft()).toBe(seconds);
  vi.setSystemTime(start + (seconds - 1) * 1000);
  expect(await status()).toBe(200);
  expect(await browser.send(refresh, "POST")).toMatchObject({ status: 200 });
  expect(await secondsLeft()).toBe(seconds);
  vi.setSystemTime(start + seconds * 1000);
  expect([await status(), (await browser.send(refresh, "POST")).status]).toEqual([401, 401]);
}

it.each<ModeName[]>([
  ["session", "jwt"],
  ["session", "jwt", "session"],
  ["jwt", "session"],
  ["jwt", "session", "jwt"],
])("from %s, with settings of 90 days, every switch keeps the hour it began with", async (first, ...then) => {
  await app.runtime.settings.update(ada.userId, {
    session: { idleTimeoutSeconds: HOUR, absoluteTimeoutSeconds: HOUR },
    jwt: { refreshIdleSeconds: HOUR, refreshAbsoluteSeconds: HOUR },
  });
  await browser.signIn(app, ada, first);
  pass(60);
  expect((await browser.send(changeSettings, "PATCH", { body: LONG })).status).toBe(200);
  for (const mode of then) {
    pass(60);
    expect((await change(mode)).status).toBe(200);
  }
  await expectEndAt(HOUR);
  await browser.signIn(app, ada, first);
  pass(2 * HOUR);
  expect(await status()).toBe(200);
});
