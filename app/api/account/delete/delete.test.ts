import { beforeEach, describe, expect, it } from "vitest";
import { POST as changePassword } from "@/app/api/account/password/route";
import { POST as confirm } from "@/app/api/auth/confirm/route";
import { POST as switchMode } from "@/app/api/auth/mode/route";
import { POST as signIn } from "@/app/api/auth/sign-in/route";
import { GET as me } from "@/app/api/me/route";
import { POST as issuePair } from "@/app/api/pair/route";
import { GET as settings } from "@/app/api/settings/route";
import type { Principal } from "@/lib/auth/contract";
import { LIMITS } from "@/lib/throttle/throttle";
import { PASSWORD, useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { copyOf } from "@/lib/web/testing/lifecycle";
import { createVariantAccount, VARIANTS } from "@/lib/web/testing/variants";
import { POST as deleteAccount } from "./route";

const app = useApp();
let ada: Principal;
let browser: Browser;
let hosts = 0;
beforeEach(async () => {
  ada = await app.createAccount();
  browser = new Browser({ "x-forwarded-for": `192.0.2.${++hosts}` });
});

const remove = (password: unknown = PASSWORD, by = browser) =>
  by.send(deleteAccount, "POST", { body: { password } });
const status = async (of: Browser) => (await of.send(me, "GET")).status;
const sqlite = () => app.database.sqlite;
const count = (table: string, { userId } = ada) =>
  sqlite().prepare(`SELECT count(*) FROM ${table} WHERE user_id = ?`).pluck().get(userId);
const exists = async () => (await app.runtime.accounts.find(ada.userId)) !== null;

describe.each(VARIANTS)("deleting the account in $name", (variant) => {
  const { mode } = variant;
  beforeEach(async () => {
    ada = await createVariantAccount(app, variant);
    await browser.signIn(app, ada, mode);
  });

  it("leaves nothing but the record of it, and takes the cookies", async () => {
    await browser.send(issuePair, "POST", { body: {} });
    const [bob, theirs] = [await app.createAccount(), new Browser()];
    await theirs.signIn(app, bob, mode);
    const answer = await remove();
    expect([answer.status, answer.json]).toEqual([204, {}]);
    expect(browser.jar.size).toBe(0);
    for (const line of answer.setCookies) expect(line).toContain("Max-Age=0");
    expect(await exists()).toBe(false);
    for (const table of ["sessions", "refresh_families", "settings"]) expect(count(table)).toBe(0);
    const { events } = await app.runtime.audit.list({ userId: ada.userId, limit: 10 });
    expect(events).toMatchObject([{ kind: "account.deleted", mode }]);
    const body = { email: ada.email, password: PASSWORD };
    expect((await new Browser().send(signIn, "POST", { body })).status).toBe(401);
    expect([await status(theirs), await app.runtime.accounts.find(bob.userId)]).toMatchObject([
      200,
      { demo: false },
    ]);
  });

  it("a credential that is still accepted reaches nothing of the account", async () => {
    const thief = copyOf(browser, "__Host-refresh");
    await remove();
    expect((await thief.send(settings, "GET")).status).toBe(401);
    const acts = [
      [confirm, { password: PASSWORD }],
      [changePassword, { currentPassword: PASSWORD, newPassword: "something else entirely" }],
      [deleteAccount, { password: PASSWORD }],
      [switchMode, { mode: mode === "jwt" ? "session" : "jwt" }],
    ] as const;
    for (const [handler, body] of acts)
      expect((await thief.send(handler, "POST", { body })).status).toBe(401);
    expect(await exists()).toBe(false);
  });
});

describe("a deletion that is refused deletes nothing:", () => {
  beforeEach(async () => {
    await browser.signIn(app, ada, "session");
  });
  async function expectNothing(): Promise<void> {
    expect([await exists(), await status(browser), count("sessions"), count("settings")]).toEqual([
      true,
      200,
      1,
      1,
    ]);
  }

  it("the wrong password", async () => {
    const { status: code, json, setCookies } = await remove("wrong");
    expect([code, json.error, setCookies]).toEqual([400, "invalid_request", []]);
    expect(json.fields).toEqual({ password: expect.any(String) });
    await expectNothing();
    expect((await remove()).status).toBe(204);
  });

  it("after too many wrong ones", async () => {
    for (let i = 0; i < LIMITS.account.points; i++) await remove("wrong");
    expect((await remove()).status).toBe(429);
    await expectNothing();
  });

  it("a demo account, while DEMO is on", async () => {
    app.makeDemo(ada);
    expect(await remove()).toMatchObject({ status: 409, json: { error: "demo_account" }, setCookies: [] });
    await expectNothing();
    app.runtime.config.demo = false;
    expect((await remove()).status).toBe(204);
    app.runtime.config.demo = true;
  });

  it("the last admin, also of two who leave at once", async () => {
    const [bob, theirs] = [await app.createAccount(), new Browser()];
    for (const { userId } of [ada, bob]) await app.runtime.accounts.setRole(userId, "admin");
    await theirs.signIn(app, bob, "session");
    const answers = await Promise.all([remove(), remove(PASSWORD, theirs)]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([204, 409]);
    expect(answers.find((answer) => answer.status === 409)?.json).toEqual({ error: "last_admin" });
    const admins = sqlite().prepare("SELECT count(*) FROM users WHERE role = 'admin'").pluck().get();
    expect(admins).toBe(1);
    sqlite().exec("UPDATE users SET role = 'user'");
  });
});
