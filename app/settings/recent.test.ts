import { beforeEach, describe, expect, it } from "vitest";
import { confirmAction } from "@/app/confirm/actions";
import type { Principal } from "@/lib/auth/contract";
import type { CurrentAuth } from "@/lib/web/dal";
import { PASSWORD, useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { calledBy, destination } from "@/lib/web/testing/next-headers";
import { signInSince } from "@/lib/web/testing/variants";
import { saveSettingsAction } from "./actions";
import { readEntered } from "./entered";

// The form of somebody whose password was given too long ago: nothing is saved, and nothing that was entered is lost.

const app = useApp();
let ada: Principal;
let browser: Browser;
beforeEach(async () => {
  ada = await app.createAccount();
  browser = new Browser();
  calledBy(browser);
  await signInSince(app, browser, ada, "session", 16);
});

const AS_SAVED = {
  authMode: "session",
  "jwt.alg": "ES256",
  "jwt.accessTtlSeconds": "900",
  "jwt.revocation": "expiry-only",
  "jwt.refreshIdleSeconds": "604800",
  "jwt.refreshAbsoluteSeconds": "2592000",
  maxSignIns: "7",
  "session.idleTimeoutSeconds": "1800",
  "session.absoluteTimeoutSeconds": "43200",
  "session.cacheSeconds": "0",
};
const TIGHTER = { "session.idleTimeoutSeconds": "2", "jwt.refreshIdleSeconds": "2" };
beforeEach(() => app.runtime.settings.update(ada.userId, { maxSignIns: 7 }));

const form = (fields: Record<string, string>): FormData => {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
};
const save = (changes: Record<string, string>) =>
  destination(() => saveSettingsAction({}, form({ ...AS_SAVED, ...changes })));
const settings = () => app.runtime.settings.get(ada.userId);
const asRead = (principal: Principal) => readEntered({ principal } as CurrentAuth);

describe("with a password given 16 minutes ago", () => {
  it("tighter limits lead over the password and back, with what was entered", async () => {
    const before = await settings();
    const back = "/settings?entered=1";
    expect(await save(TIGHTER)).toBe(`/confirm?next=${encodeURIComponent(back)}`);
    expect(await settings()).toEqual(before);
    expect(await destination(() => confirmAction({}, form({ password: PASSWORD, next: back })))).toBe(back);
    expect(await asRead(ada)).toEqual({ ...AS_SAVED, ...TIGHTER });
    expect(await asRead(await app.createAccount())).toBeNull();
    expect(await save(TIGHTER)).toBe("/settings?saved=1");
    expect(await settings()).toMatchObject({
      session: { idleTimeoutSeconds: 2 },
      jwt: { refreshIdleSeconds: 2 },
    });
  });

  it("a save that changes nothing, or the mode alone, asks for nothing", async () => {
    expect(await save({})).toBe("/settings?saved=1");
    expect(await save({ authMode: "jwt" })).toBe("/settings?saved=1");
    expect(await settings()).toMatchObject({ authMode: "jwt", maxSignIns: 7 });
    expect(await asRead(ada)).toBeNull();
  });
});
