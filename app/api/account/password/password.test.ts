import { beforeEach, describe, expect, it } from "vitest";
import { POST as signIn } from "@/app/api/auth/sign-in/route";
import { GET as me } from "@/app/api/me/route";
import { POST as issuePair } from "@/app/api/pair/route";
import type { Principal } from "@/lib/auth/contract";
import { LIMITS } from "@/lib/throttle/throttle";
import { PASSWORD, useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { copyOf } from "@/lib/web/testing/lifecycle";
import { createVariantAccount, signInSince, VARIANTS, worthOf } from "@/lib/web/testing/variants";
import { POST as changePassword } from "./route";

const NEW = "another password of the tests";

const app = useApp();
let ada: Principal;
let browser: Browser;
let hosts = 0;
beforeEach(async () => {
  ada = await app.createAccount();
  browser = new Browser({ "x-forwarded-for": `192.0.2.${++hosts}` });
});

const change = (newPassword: unknown = NEW, currentPassword: unknown = PASSWORD, by = browser) =>
  by.send(changePassword, "POST", { body: { currentPassword, newPassword } });
const status = async (of: Browser) => (await of.send(me, "GET")).status;
const opens = async (password: string) =>
  (await new Browser().send(signIn, "POST", { body: { email: ada.email, password } })).status === 200;
const events = async () =>
  (await app.runtime.audit.list({ userId: ada.userId, kinds: ["password.changed"], limit: 10 })).events;

describe.each(VARIANTS)("changing the password in $name", (variant) => {
  const { mode } = variant;
  beforeEach(async () => {
    ada = await createVariantAccount(app, variant);
  });

  it("gives this browser a new credential that works, and ends all others in both modes", async () => {
    const [session, jwt] = [new Browser(), new Browser()];
    await session.signIn(app, ada, "session");
    await jwt.signIn(app, ada, "jwt");
    // However long ago: the current password is asked for itself.
    const old = await signInSince(app, browser, ada, mode, 60);
    const thief = copyOf(browser);
    const answer = await change();
    expect([answer.status, answer.json]).toEqual([204, {}]);

    const { auth } = (await browser.send(me, "GET")).json as { auth: { sessionId: string } };
    expect(auth).toMatchObject({ mode });
    expect(auth.sessionId).not.toBe(old.sessionId);
    const listed = await Promise.all(
      Object.values(app.runtime.auth.modes).map((each) => each.list(ada.userId)),
    );
    expect(listed.flat().map(({ id }) => id)).toEqual([auth.sessionId]);
    expect(await status(session)).toBe(401);
    expect(await status(copyOf(jwt, "__Host-access"))).toBe(401);
    expect(await status(copyOf(thief, "__Host-access"))).toBe(401);
    const access = copyOf(thief, "__Host-refresh");
    expect(await status(access)).toBe(await worthOf(app, ada, variant));
    expect([await opens(PASSWORD), await opens(NEW)]).toEqual([false, true]);
    expect(await events()).toMatchObject([{ sessionId: auth.sessionId, mode, detail: { ended: 2 } }]);
  });

  it("hands out a credential that is good without being exchanged first", async () => {
    await browser.signIn(app, ada, mode);
    await change();
    expect(await status(copyOf(browser, "__Host-refresh"))).toBe(200);
  });
});

it("changing the password ends the pairs", async () => {
  await browser.signIn(app, ada, "session");
  await browser.send(issuePair, "POST", { body: {} });
  const pairs = () => Object.values(app.runtime.pairAuth.modes).map((mode) => mode.list(ada.userId));
  expect((await Promise.all(pairs())).flat()).toHaveLength(2);
  await change();
  expect((await Promise.all(pairs())).flat()).toEqual([]);
});

describe("a change that is refused changes nothing:", () => {
  let other: Browser;
  beforeEach(async () => {
    other = new Browser();
    await other.signIn(app, ada, "session");
    await browser.signIn(app, ada, "session");
  });
  async function expectNothing(): Promise<void> {
    expect([await status(browser), await status(other), await opens(PASSWORD)]).toEqual([200, 200, true]);
    expect(await events()).toEqual([]);
  }

  it("the wrong current password", async () => {
    const { status: code, json, setCookies } = await change(NEW, "wrong");
    expect([code, json.error, setCookies]).toEqual([400, "invalid_request", []]);
    expect(json.fields).toEqual({ currentPassword: expect.any(String) });
    await expectNothing();
    expect((await change()).status).toBe(204);
  });

  it.each([
    "short",
    "password123",
    "1234567",
    "a".repeat(1_025),
    "\ud800 half a character",
    12_345_678,
    null,
  ])("%j as a new one", async (wrong) => {
    const { status: code, json } = await change(wrong);
    expect([code, Object.keys(json.fields ?? {})]).toEqual([400, ["newPassword"]]);
    await expectNothing();
  });

  it("the same password, however it is written", async () => {
    for (const same of [PASSWORD, PASSWORD.replace("a", "\uff41")])
      expect((await change(same)).json.fields).toEqual({ newPassword: expect.any(String) });
    await expectNothing();
  });

  it("after too many wrong ones, even the right one", async () => {
    for (let i = 0; i < LIMITS.account.points; i++) await change(NEW, "wrong");
    const { status: code, headers } = await change();
    expect([code, Number(headers.get("retry-after")) > 0]).toEqual([429, true]);
    expect([await status(browser), await events()]).toEqual([200, []]);
  });

  it("a demo account's, while DEMO is on", async () => {
    app.makeDemo(ada);
    expect(await change()).toMatchObject({ status: 409, json: { error: "demo_account" }, setCookies: [] });
    await expectNothing();
    app.runtime.config.demo = false;
    expect((await change()).status).toBe(204);
    app.runtime.config.demo = true;
  });

  it("a disabled account's", async () => {
    await browser.signIn(app, ada, "jwt");
    browser.jar.delete("__Host-session");
    app.database.sqlite.prepare("UPDATE users SET disabled_at = 1 WHERE id = ?").run(ada.userId);
    expect((await change()).status).toBe(401);
    expect(await events()).toEqual([]);
  });
});

it.each(["session", "jwt"] as const)(
  "of several changes at once from a %s one wins, and only its password opens",
  async (mode) => {
    const browsers = [0, 1, 2].map(() => new Browser({ "x-forwarded-for": `198.51.100.${++hosts}` }));
    for (const each of browsers) await each.signIn(app, ada, mode);
    const passwords = browsers.map((_, i) => `${NEW} ${i}`);
    const answers = await Promise.all(browsers.map((each, i) => change(passwords[i], PASSWORD, each)));
    const winner = answers.findIndex((answer) => answer.status === 204);
    expect(answers.map((answer) => answer.status).sort()).toEqual([204, 400, 400]);
    for (const answer of answers.filter((_, i) => i !== winner)) expect(answer.setCookies).toEqual([]);
    expect(await Promise.all(passwords.map(opens))).toEqual(passwords.map((_, i) => i === winner));
    expect(await opens(PASSWORD)).toBe(false);
    expect(await events()).toHaveLength(1);
    const [own] = browsers.slice(winner);
    expect(own && (await status(own))).toBe(200);
  },
);
