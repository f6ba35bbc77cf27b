import { beforeEach, describe, expect, it, vi } from "vitest";
import { confirmAction } from "@/app/confirm/actions";
import type { Principal } from "@/lib/auth/contract";
import type { CurrentAuth } from "@/lib/web/dal";
import { PASSWORD, useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { formData, SETTINGS_FORM } from "@/lib/web/testing/forms";
import { pass, trailOf, useStillClock } from "@/lib/web/testing/lifecycle";
import { calledBy, destination } from "@/lib/web/testing/next-headers";
import { signInSince } from "@/lib/web/testing/variants";
import { saveSettingsAction } from "./actions";
import { readEntered } from "./entered";

// The form saves all or nothing, and nothing that was entered is lost.

const app = useApp();
useStillClock();
let ada: Principal;
let browser: Browser;
beforeEach(async () => {
  ada = await app.createAccount();
  browser = new Browser();
  calledBy(browser);
});

const save = (changes: Record<string, string>) =>
  saveSettingsAction({}, formData({ ...SETTINGS_FORM, ...changes }));
const saved = (changes: Record<string, string>) => destination(() => save(changes));
const settings = () => app.runtime.settings.get(ada.userId);
const state = async () => {
  // What was entered is kept for the page after the password; that is no credential.
  const credentials = [...browser.jar].filter(([name]) => name !== "__Host-flash");
  return [await settings(), new Map(credentials), (await trailOf(app, ada)).length];
};

describe("with a password given 16 minutes ago", () => {
  const TIGHTER = { maxSignIns: "7", "session.idleTimeoutSeconds": "2", "jwt.refreshIdleSeconds": "2" };
  const asRead = (principal: Principal) => readEntered({ principal } as CurrentAuth);
  beforeEach(async () => {
    await app.runtime.settings.update(ada.userId, { maxSignIns: 7 });
    await signInSince(app, browser, ada, "session", 16);
  });

  it("tighter limits lead over the password and back, with what was entered", async () => {
    const before = await settings();
    const back = "/settings?entered=1";
    expect(await saved(TIGHTER)).toBe(`/confirm?next=${encodeURIComponent(back)}`);
    expect(await settings()).toEqual(before);
    const given = formData({ password: PASSWORD, next: back });
    expect(await destination(() => confirmAction({}, given))).toBe(back);
    expect(await asRead(ada)).toEqual({ ...SETTINGS_FORM, ...TIGHTER });
    expect(await asRead(await app.createAccount())).toBeNull();
    expect(await saved(TIGHTER)).toBe("/settings?saved=1");
    expect(await settings()).toMatchObject({
      session: { idleTimeoutSeconds: 2 },
      jwt: { refreshIdleSeconds: 2 },
    });
  });

  it("a save that changes nothing, or the mode alone, asks for nothing", async () => {
    expect(await saved({ maxSignIns: "7" })).toBe("/settings?saved=1");
    expect(await saved({ maxSignIns: "7", authMode: "jwt" })).toBe("/settings?saved=1");
    expect(await settings()).toMatchObject({ authMode: "jwt", maxSignIns: 7 });
    expect(await asRead(ada)).toBeNull();
  });
});

describe("a switch of modes that is refused takes the rest back:", () => {
  const REST = { "jwt.alg": "HS256", "jwt.refreshAbsoluteSeconds": "60", maxSignIns: "3" };

  it("one that asks for the password first", async () => {
    await browser.signIn(app, ada, "session");
    pass(61);
    const before = await state();
    expect(await saved({ ...REST, authMode: "jwt" })).toMatch(/^\/confirm/);
    expect(await state()).toEqual(before);
    const longer = { ...REST, authMode: "jwt", "jwt.refreshAbsoluteSeconds": "120" };
    expect(await saved(longer)).toMatch(/^\/settings/);
    expect(await settings()).toMatchObject({ authMode: "jwt", jwt: { alg: "HS256" }, maxSignIns: 3 });
  });

  it("one of an account that was disabled meanwhile", async () => {
    await browser.signIn(app, ada, "jwt");
    const disable = app.database.sqlite.prepare("UPDATE users SET disabled_at = ? WHERE id = ?");
    disable.run(1, ada.userId);
    const before = await state();
    expect(await save(REST)).toMatchObject({ error: expect.stringContaining("Nothing was changed") });
    expect(await state()).toEqual(before);
    disable.run(null, ada.userId);
    expect(await saved(REST)).toMatch(/^\/settings/);
    expect(await settings()).toMatchObject({ authMode: "session", jwt: { alg: "HS256" } });
  });

  it("one whose transaction cannot be finished, which hands out no cookie either", async () => {
    await browser.signIn(app, ada, "session");
    const before = await state();
    const { sqlite } = app.database;
    const exec = sqlite.exec.bind(sqlite);
    const spy = vi.spyOn(sqlite, "exec").mockImplementation((source) => {
      if (source === "COMMIT") throw Object.assign(new Error("disk I/O error"), { code: "SQLITE_IOERR" });
      return exec(source);
    });
    expect(await save({ ...REST, authMode: "jwt" })).toMatchObject({
      error: expect.stringContaining("store"),
    });
    spy.mockRestore();
    expect(await state()).toEqual(before);
    expect(await saved({ ...REST, authMode: "jwt" })).toMatch(/^\/settings/);
  });
});
