import { beforeEach, describe, expect, it } from "vitest";
import { signOutEverywhereAction } from "@/app/_actions/sign-out";
import { GET as me } from "@/app/api/me/route";
import { endDeviceAction, endOtherDevicesAction } from "@/app/devices/actions";
import { saveSettingsAction } from "@/app/settings/actions";
import { type EndedSignIns, isEndedSignIns } from "@/lib/accounts/sign-ins/endings";
import type { Principal } from "@/lib/auth/contract";
import { LIMITS } from "@/lib/throttle/throttle";
import { readFlash } from "@/lib/web/forms/flash";
import { PASSWORD, useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { formData, SETTINGS_FORM } from "@/lib/web/testing/forms";
import { calledBy, destination } from "@/lib/web/testing/next-headers";
import { createVariantAccount, signInSince, VARIANTS } from "@/lib/web/testing/variants";
import { confirmAction } from "./actions";

// The way of somebody whose password was given too long ago: sent to /confirm, back, and the same button again.

const app = useApp();
let ada: Principal;
let browser: Browser;
let hosts = 0;
beforeEach(async () => {
  ada = await app.createAccount();
  browser = new Browser({ "x-forwarded-for": `192.0.2.${++hosts}` });
  calledBy(browser);
});

const status = async (of: Browser) => (await of.send(me, "GET")).status;
const confirm = (fields: Record<string, string>) =>
  destination(() => confirmAction({}, formData({ password: PASSWORD, ...fields })));

describe.each(VARIANTS)("in $name", (variant) => {
  beforeEach(async () => {
    ada = await createVariantAccount(app, variant);
    await signInSince(app, browser, ada, variant.mode, 16);
  });

  it("ending another device leads over the password, back, and then does it", async () => {
    const other = new Browser();
    const { sessionId: id } = await signInSince(app, other, ada, "session", 1);
    const end = () => destination(() => endDeviceAction(formData({ id })));
    expect(await end()).toBe("/confirm?next=%2Fdevices");
    expect(await status(other)).toBe(200);
    expect(await confirm({ next: "/devices" })).toBe("/devices");
    expect(await end()).toBe("/devices?ended=1");
    expect(await status(other)).toBe(401);
    expect(await readFlash<EndedSignIns>()).toMatchObject({
      label: "Test",
      endings: [{ mode: "session", count: 1, effect: "immediate" }],
    });
  });

  it("so do ending all others, and all", async () => {
    const other = new Browser();
    await signInSince(app, other, ada, "session", 1);
    for (const act of [endOtherDevicesAction, signOutEverywhereAction]) {
      expect(await destination(act)).toBe("/confirm?next=%2Fdevices");
      expect([await status(browser), await status(other)]).toEqual([200, 200]);
    }
    await confirm({});
    expect(await destination(endOtherDevicesAction)).toBe("/devices?ended=1");
    expect([await status(browser), await status(other)]).toEqual([200, 401]);
    const said = await readFlash<EndedSignIns>();
    expect(isEndedSignIns(said) && said.endings).toMatchObject([{ mode: "session", count: 1 }]);
    expect(await destination(signOutEverywhereAction)).toBe("/login");
    expect(browser.cookie(app, "session") ?? browser.cookie(app, "access")).toBeUndefined();
  });
});

it("a switch to a mode whose time is over already asks for the password too", async () => {
  await app.runtime.settings.update(ada.userId, { session: { absoluteTimeoutSeconds: 1_800 } });
  await signInSince(app, browser, ada, "jwt", 31);
  const fields = { ...SETTINGS_FORM, "session.absoluteTimeoutSeconds": "1800" };
  const save = () => destination(() => saveSettingsAction({}, formData(fields)));
  expect(await save()).toBe(`/confirm?next=${encodeURIComponent("/settings?entered=1")}`);
  expect((await browser.send(me, "GET")).json.auth).toMatchObject({ mode: "jwt" });
  expect(await confirm({ next: "/settings?entered=1" })).toBe("/settings?entered=1");
  expect(await save()).toBe("/settings?saved=1");
  expect((await browser.send(me, "GET")).json.auth).toMatchObject({ mode: "session" });
});

it.each(["//evil.example", "/\\evil.example", "https:evil.example", "javascript:alert(1)", ""])(
  "next %j leads to no other site",
  async (next) => {
    await browser.signIn(app, ada, "session");
    expect(await confirm({ next })).toBe("/dashboard");
  },
);

it("a wrong password is said at its field, is not given back, and changes nothing", async () => {
  const { sessionId } = await signInSince(app, browser, ada, "session", 16);
  const state = await confirmAction({}, formData({ password: "wrong-secret", next: "/devices" }));
  expect(state?.fields).toEqual({ password: "This is not your password." });
  expect(JSON.stringify(state)).not.toContain("wrong-secret");
  expect((await browser.send(me, "GET")).json.auth).toMatchObject({ sessionId });
  expect(await confirm({ next: "/devices" })).toBe("/devices");
});

it("guessing is slowed down", async () => {
  await browser.signIn(app, ada, "session");
  for (let i = 0; i < LIMITS.account.points; i++) await app.runtime.throttle.fail("account", ada.email);
  const state = await confirmAction({}, formData({ password: PASSWORD }));
  expect(state?.error).toMatch(/Too many attempts/);
});

it("the button of a page that has grown old does nothing to others, and is no error", async () => {
  const [bob, theirs] = [await app.createAccount(), new Browser()];
  const { sessionId: id } = await signInSince(app, theirs, bob, "session", 0);
  await browser.signIn(app, ada, "session");
  for (const data of [formData({ id }), formData({ id: "x" }), formData({})])
    expect(await destination(() => endDeviceAction(data))).toBe("/devices?ended=1");
  expect([await status(theirs), await readFlash()]).toEqual([200, null]);
});
