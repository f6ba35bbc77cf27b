import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { confirmAction } from "@/app/confirm/actions";
import type { Principal } from "@/lib/auth/contract";
import type { CurrentAuth } from "@/lib/session/dal";
import { PASSWORD, startApp, type TestApp } from "@/lib/session/testing/app";
import { Browser } from "@/lib/session/testing/browser";
import { calledBy, destination } from "@/lib/session/testing/next-headers";
import { signInSince } from "@/lib/session/testing/variants";
import { saveSettingsAction } from "./actions";
import { readEntered } from "./entered";

// The form of somebody whose password was given too long ago: nothing is saved, and nothing that was entered is lost.

vi.mock("next/headers", () => import("@/lib/session/testing/next-headers"));

let app: TestApp;
let ada: Principal;
let browser: Browser;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());
beforeEach(async () => {
  ada = await app.createAccount();
  browser = new Browser();
  calledBy(browser);
  await signInSince(app, browser, ada, "session", 16);
});

const AS_SAVED = {
  ...{ authMode: "session", jwtAlg: "ES256", accessTtlSeconds: "900", revocation: "expiry-only" },
  ...{ refreshIdleSeconds: "604800", refreshAbsoluteSeconds: "2592000", maxSignIns: "7" },
  ...{ sessionIdleSeconds: "1800", sessionAbsoluteSeconds: "43200", sessionCacheSeconds: "0" },
};
const TIGHTER = { sessionIdleSeconds: "2", refreshIdleSeconds: "2" };
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
    const before = settings();
    const back = "/settings?entered=1";
    expect(await save(TIGHTER)).toBe(`/confirm?next=${encodeURIComponent(back)}`);
    expect(settings()).toEqual(before);
    expect(await destination(() => confirmAction({}, form({ password: PASSWORD, next: back })))).toBe(back);
    expect(await asRead(ada)).toEqual({ ...AS_SAVED, ...TIGHTER });
    expect(await asRead(await app.createAccount())).toBeNull();
    expect(await save(TIGHTER)).toBe("/settings?saved=1");
    expect(settings()).toMatchObject({ session: { idleTimeoutSeconds: 2 }, jwt: { refreshIdleSeconds: 2 } });
  });

  it("a save that changes nothing, or the mode alone, asks for nothing", async () => {
    expect(await save({})).toBe("/settings?saved=1");
    expect(await save({ authMode: "jwt" })).toBe("/settings?saved=1");
    expect(settings()).toMatchObject({ authMode: "jwt", maxSignIns: 7 });
    expect(await asRead(ada)).toBeNull();
  });
});
