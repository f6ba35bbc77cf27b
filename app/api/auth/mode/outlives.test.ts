import { beforeEach, expect, it, vi } from "vitest";
import { POST as refresh } from "@/app/api/auth/refresh/route";
import { GET as listDevices } from "@/app/api/devices/route";
import { GET as me } from "@/app/api/me/route";
import { PATCH as changeSettings } from "@/app/api/settings/route";
import type { ModeName, Principal } from "@/lib/auth/contract";
import { useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { pass, useStillClock } from "@/lib/web/testing/lifecycle";
import { POST as switchMode } from "./route";

// No exchange lasts longer than what it replaces, whatever the settings allow by then: who has a stolen cookie
// could otherwise make it last.

const HOUR = 3_600;
const DAY = 24 * HOUR;
const LONG = {
  session: { idleTimeoutSeconds: 30 * DAY, absoluteTimeoutSeconds: 90 * DAY },
  jwt: { refreshIdleSeconds: 30 * DAY, refreshAbsoluteSeconds: 90 * DAY },
};
const app = useApp();
useStillClock();
let ada: Principal;
let browser: Browser;
let start: number;
beforeEach(async () => {
  // A JWT knows the time of the password to the second.
  vi.setSystemTime(Math.ceil(Date.now() / 1000) * 1000);
  ada = await app.createAccount();
  browser = new Browser();
  start = Date.now();
});

const change = async (mode: ModeName) =>
  expect((await browser.send(switchMode, "POST", { body: { mode } })).status).toBe(200);
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
    await change(mode);
  }
  await expectEndAt(HOUR);
  await browser.signIn(app, ada, first);
  pass(2 * HOUR);
  expect(await status()).toBe(200);
});
