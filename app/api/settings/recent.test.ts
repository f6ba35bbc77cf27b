import { beforeEach, describe, expect, it } from "vitest";
import { POST as confirm } from "@/app/api/auth/confirm/route";
import { GET as me } from "@/app/api/me/route";
import type { ModeName, Principal } from "@/lib/auth/contract";
import type { SettingsPatch } from "@/lib/stores/settings";
import { PASSWORD, useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { pass, trailOf, useStillClock } from "@/lib/web/testing/lifecycle";
import { PATCH } from "./route";

// Settings ask for a recent password, as other sensitive acts do: looser ones would give a stolen credential more,
// with tighter ones it could lock its owner out. The mode alone asks for none.

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
const CHANGES: SettingsPatch[] = [
  { jwt: { alg: "HS256" } },
  { jwt: { revocation: "expiry-only" } },
  { jwt: { revocation: "introspection" } },
  ...[601, 599, 2].map((accessTtlSeconds) => ({ jwt: { accessTtlSeconds } })),
  ...[7_201, 2].map((refreshIdleSeconds) => ({ jwt: { refreshIdleSeconds } })),
  ...[9_001, 2].map((refreshAbsoluteSeconds) => ({ jwt: { refreshAbsoluteSeconds } })),
  ...[7_201, 2].map((idleTimeoutSeconds) => ({ session: { idleTimeoutSeconds } })),
  ...[9_001, 2].map((absoluteTimeoutSeconds) => ({ session: { absoluteTimeoutSeconds } })),
  ...[6, 0].map((cacheSeconds) => ({ session: { cacheSeconds } })),
  ...[6, 1].map((maxSignIns) => ({ maxSignIns })),
  { authMode: "jwt", maxSignIns: 4 },
];
const app = useApp();
useStillClock();
let ada: Principal;
let browser: Browser;
beforeEach(async () => {
  ada = await app.createAccount();
  await app.runtime.settings.update(ada.userId, MIDDLE);
  browser = new Browser();
});

const change = (body: SettingsPatch) => browser.send(PATCH, "PATCH", { body });
const state = async () => [
  await app.runtime.settings.get(ada.userId),
  (await trailOf(app, ada)).filter(({ kind }) => kind === "settings.changed"),
];

describe.each<ModeName>(["session", "jwt"])("signed in with a %s", (mode) => {
  it.each(CHANGES)("%j asks for the password after 15 minutes", async (patch) => {
    await browser.signIn(app, ada, mode);
    pass(QUARTER);
    // Its own time may have to be renewed first.
    expect((await browser.send(me, "GET")).status).toBe(200);
    const [before, jar] = [await state(), new Map(browser.jar)];
    expect(await change(patch)).toMatchObject({
      status: 403,
      json: { error: "reauthentication_required" },
      setCookies: [],
    });
    expect([await state(), browser.jar]).toEqual([before, jar]);
    expect((await browser.send(confirm, "POST", { body: { password: PASSWORD } })).status).toBe(200);
    expect(await change(patch)).toMatchObject({ status: 200, json: patch });
    expect((await state())[1]).toHaveLength(1);
  });

  it("the mode, and what is set already, ask for nothing", async () => {
    await browser.signIn(app, ada, mode);
    pass(QUARTER);
    expect((await browser.send(me, "GET")).status).toBe(200);
    for (const authMode of ["jwt", "session"] as const)
      expect(await change({ ...MIDDLE, authMode })).toMatchObject({ status: 200, json: { authMode } });
    expect(await change(MIDDLE)).toMatchObject({ status: 200, json: MIDDLE });
  });

  it("a second before that, nothing is asked", async () => {
    await browser.signIn(app, ada, mode);
    pass(QUARTER - 1);
    expect(await change({ maxSignIns: 6 })).toMatchObject({ status: 200, json: { maxSignIns: 6 } });
  });
});
