import { beforeEach, describe, expect, it } from "vitest";
import { GET as me } from "@/app/api/me/route";
import type { ModeName, Principal } from "@/lib/auth/contract";
import { useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { POST as switchMode } from "./route";

const app = useApp();
let ada: Principal;
let browser: Browser;
beforeEach(async () => {
  ada = await app.createAccount();
  browser = new Browser();
});
const change = (mode: unknown) => browser.send(switchMode, "POST", { body: { mode } });
const authMode = async () => (await app.runtime.settings.get(ada.userId)).authMode;
const sql = (text: string, ...values: unknown[]) => app.database.sqlite.prepare(text).run(...values);
/** What a browser holds of each mode. */
const COOKIES: Record<ModeName, string[]> = {
  session: ["__Host-session"],
  jwt: ["__Host-access", "__Host-refresh"],
};
const directions: [ModeName, ModeName][] = [
  ["session", "jwt"],
  ["jwt", "session"],
];

describe.each(directions)("from %s to %s", (from, to) => {
  it("exchanges this browser's credential and ends the old one as far as its mode can", async () => {
    const [thief, other] = [new Browser(), new Browser()];
    const old = await browser.signIn(app, ada, from);
    thief.jar.set([...browser.jar.keys()][0] ?? "", old);
    await other.signIn(app, ada, from);
    const { status, json } = await change(to);
    expect(status).toBe(200);
    const now = (await browser.send(me, "GET")).json;
    expect(now).toMatchObject({
      user: { id: ada.userId },
      auth: { mode: to, sessionId: json.sessionId, expiresAt: json.expiresAt },
    });
    expect([...browser.jar.keys()].sort()).toEqual(COOKIES[to]);
    const { revokeOne } = app.runtime.auth.modes[from].guarantees(await app.runtime.settings.get(ada.userId));
    expect((await thief.send(me, "GET")).status).toBe(revokeOne === "immediate" ? 401 : 200);
    expect((await other.send(me, "GET")).json).toMatchObject({ auth: { mode: from } });
    expect(await authMode()).toBe(to);
  });

  it("gives the name and role of the account as it is now", async () => {
    await browser.signIn(app, { ...ada, role: "admin", name: "Stale" }, from);
    await change(to);
    expect((await browser.send(me, "GET")).json).toMatchObject({ user: { name: "Ada", role: "user" } });
  });

  it("a disabled account gets nothing new", async () => {
    await browser.signIn(app, ada, from);
    sql("UPDATE users SET disabled_at = 1 WHERE id = ?", ada.userId);
    const answer = await change(to);
    expect(answer).toMatchObject({ status: 401, json: { error: "unauthenticated" }, setCookies: [] });
    expect(await authMode()).toBe("session");
  });
});

it.each(["session", "jwt"] as const)(
  "to the same %s keeps the credential: it cannot be renewed for ever",
  async (mode) => {
    await browser.signIn(app, ada, mode);
    const jar = new Map(browser.jar);
    const before = (await browser.send(me, "GET")).json.auth;
    const answer = await change(mode);
    expect(answer).toMatchObject({ status: 200, setCookies: [], json: { mode } });
    expect((await browser.send(me, "GET")).json.auth).toEqual(before);
    expect(browser.jar).toEqual(jar);
    expect(await authMode()).toBe(mode);
  },
);

it.each([undefined, null, "", "JWT", "constructor", "__proto__", 1, ["jwt"], {}])(
  "%j is no mode, and nothing changes",
  async (mode) => {
    await browser.signIn(app, ada, "session");
    const answer = await change(mode);
    expect(answer).toMatchObject({ status: 400, setCookies: [], json: { error: "invalid_request" } });
    expect(await authMode()).toBe("session");
    expect((await browser.send(me, "GET")).status).toBe(200);
  },
);

it("by Bearer switches that one", async () => {
  const api = new Browser();
  const token = await api.signIn(app, ada, "session");
  const authorization = `Bearer ${token}`;
  const answer = await browser.send(switchMode, "POST", {
    body: { mode: "jwt" },
    headers: { authorization, origin: "" },
  });
  expect(answer.status).toBe(200);
  expect((await api.send(me, "GET")).status).toBe(401);
  expect((await browser.send(me, "GET")).json).toMatchObject({ auth: { mode: "jwt" } });
});
