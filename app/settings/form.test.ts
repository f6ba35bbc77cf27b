import { beforeEach, describe, expect, it } from "vitest";
import { signOutAction, signOutEverywhereAction } from "@/app/_actions/sign-out";
import { GET as me } from "@/app/api/me/route";
import type { ModeSwitchOutcome } from "@/lib/accounts/own/switch-mode";
import type { Principal } from "@/lib/auth/contract";
import { STRATEGY_NAMES } from "@/lib/auth/names";
import { readFlash } from "@/lib/web/forms/flash";
import { useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { formData, SETTINGS_FORM } from "@/lib/web/testing/forms";
import { calledBy, destination } from "@/lib/web/testing/next-headers";
import { saveSettingsAction } from "./actions";

const app = useApp();
let ada: Principal;
let browser: Browser;
beforeEach(async () => {
  ada = await app.createAccount();
  browser = new Browser();
  calledBy(browser);
});

const save = (changes: Record<string, string>) =>
  saveSettingsAction({}, formData({ ...SETTINGS_FORM, ...changes }));
const settings = () => app.runtime.settings.get(ada.userId);
const auth = async () => (await browser.send(me, "GET")).json.auth;

describe("the settings form", () => {
  it("saves, and keeps the credential when its mode stays", async () => {
    const token = await browser.signIn(app, ada, "session");
    expect(await destination(() => save({ "jwt.alg": "HS256", "session.idleTimeoutSeconds": "60" }))).toBe(
      "/settings?saved=1",
    );
    expect(await settings()).toMatchObject({ jwt: { alg: "HS256" }, session: { idleTimeoutSeconds: 60 } });
    expect([...browser.jar.values()]).toEqual([token]);
    expect(await readFlash()).toBeNull();
  });

  it("saves every field under its own name, and an empty limit as none", async () => {
    await browser.signIn(app, ada, "session");
    const changes = {
      "jwt.alg": "EdDSA",
      "jwt.revocation": "token-version",
      "jwt.accessTtlSeconds": "61",
      "jwt.refreshIdleSeconds": "62",
      "jwt.refreshAbsoluteSeconds": "63",
      maxSignIns: "7",
      "session.idleTimeoutSeconds": "64",
      "session.absoluteTimeoutSeconds": "65",
      "session.cacheSeconds": "6",
    };
    await destination(() => save(changes));
    expect(await settings()).toEqual({
      authMode: "session",
      jwt: {
        alg: "EdDSA",
        revocation: "token-version",
        accessTtlSeconds: 61,
        refreshIdleSeconds: 62,
        refreshAbsoluteSeconds: 63,
      },
      session: { idleTimeoutSeconds: 64, absoluteTimeoutSeconds: 65, cacheSeconds: 6 },
      maxSignIns: 7,
    });
    await destination(() => save({ ...changes, maxSignIns: " 8 " }));
    expect(await settings()).toMatchObject({ jwt: { revocation: "token-version" }, maxSignIns: 8 });
  });

  it.each(STRATEGY_NAMES)("leaving a %s JWT tells how soon a copy of it stops", async (revocation) => {
    await app.runtime.settings.update(ada.userId, { jwt: { revocation } });
    const token = await browser.signIn(app, ada, "jwt");
    const copy = { headers: { authorization: `Bearer ${token}` } };
    expect((await new Browser().send(me, "GET", copy)).status).toBe(200);
    await destination(() => save({ authMode: "session", "jwt.revocation": revocation }));
    const outcome = await readFlash<ModeSwitchOutcome>();
    const promised = app.runtime.auth.modes.jwt.guarantees(await settings()).revokeOne;
    expect(outcome?.oldCredential.effect).toEqual(promised);
    const { status } = await new Browser().send(me, "GET", copy);
    expect(status).toBe(promised === "immediate" ? 401 : 200);
  });

  it.each([
    ["session", "jwt", "immediate", 0],
    ["jwt", "session", "at_expiry", 900],
  ] as const)(
    "from %s to %s exchanges it and says what became of the old one",
    async (from, to, effect, most) => {
      await browser.signIn(app, ada, from);
      await destination(() => save({ authMode: to }));
      expect(await auth()).toMatchObject({ mode: to });
      expect((await settings()).authMode).toBe(to);
      const outcome = await readFlash<ModeSwitchOutcome>();
      expect(outcome).toMatchObject({ from, to, oldCredential: { effect } });
      const { secondsLeft = -1 } = outcome?.oldCredential ?? {};
      expect(secondsLeft).toBeLessThanOrEqual(most);
      expect(secondsLeft).toBeGreaterThan(most - 60);
    },
  );

  it("a mode that differs from the credential's is repaired by saving", async () => {
    await app.runtime.settings.update(ada.userId, { authMode: "jwt" });
    await browser.signIn(app, ada, "session");
    await destination(() => save({ authMode: "session" }));
    expect([(await settings()).authMode, await auth()]).toMatchObject(["session", { mode: "session" }]);
  });

  it.each([
    { "jwt.accessTtlSeconds": "1" },
    { "session.idleTimeoutSeconds": "" },
    { authMode: "none" },
    { "jwt.alg": "none" },
    { "jwt.revocation": "none" },
    { "jwt.refreshIdleSeconds": "1" },
    { "jwt.refreshAbsoluteSeconds": "soon" },
    { "session.cacheSeconds": "61" },
    { "session.cacheSeconds": "" },
    { maxSignIns: "0" },
  ])("%j is marked, and nothing is saved", async (wrong) => {
    await browser.signIn(app, ada, "session");
    const before = await settings();
    const state = await save({ authMode: "jwt", "session.absoluteTimeoutSeconds": "60", ...wrong });
    expect(Object.keys(state?.fields ?? {})).toEqual(Object.keys(wrong));
    expect(state?.values).toMatchObject(wrong);
    expect(await settings()).toEqual(before);
    expect(await auth()).toMatchObject({ mode: "session" });
  });

  it("of a disabled account is refused in words, and no credential is issued", async () => {
    await browser.signIn(app, ada, "jwt");
    const jar = new Map(browser.jar);
    app.database.sqlite.prepare("UPDATE users SET disabled_at = 1 WHERE id = ?").run(ada.userId);
    expect(await save({ authMode: "session" })).toMatchObject({ error: expect.stringContaining("closed") });
    expect(browser.jar).toEqual(jar);
  });
});

describe("what a redirect has to say", () => {
  const flash = async (value: string) => {
    browser.jar.set("__Host-flash", value);
    return readFlash();
  };
  const sealed = (purpose: "device" | "flash", token: string, milliseconds: number) =>
    app.runtime.seal(purpose).encode({ token, expiresAt: new Date(Date.now() + milliseconds) });

  it("is believed only when this server sealed it, for this, just now", async () => {
    const said = JSON.stringify({ from: "session", to: "jwt" });
    expect(await flash(await sealed("flash", said, 10_000))).toEqual({ from: "session", to: "jwt" });
    expect(await flash(await sealed("flash", said, -1))).toBeNull();
    expect(await flash(await sealed("device", said, 10_000))).toBeNull();
    for (const forged of [
      "",
      said,
      encodeURIComponent(said),
      Buffer.from(said).toString("base64url"),
      "Fe26.2*",
    ])
      expect(await flash(forged)).toBeNull();
  });
});

describe("the sign-out buttons", () => {
  it.each([signOutAction, signOutEverywhereAction])(
    "%s leads to the login page and leaves no credential",
    async (action) => {
      await browser.signIn(app, ada, "session");
      const other = new Browser();
      await other.signIn(app, ada, "session");
      expect(await destination(() => action())).toBe("/login");
      // Only the sealed message for the next page.
      expect([...browser.jar.keys()]).toEqual(action === signOutAction ? ["__Host-flash"] : []);
      expect((await other.send(me, "GET")).status).toBe(action === signOutAction ? 200 : 401);
    },
  );

  it("signing out is no error for whoever is not signed in", async () => {
    expect(await destination(() => signOutAction())).toBe("/login");
  });
});
