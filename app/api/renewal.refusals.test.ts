import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { POST as refresh } from "@/app/api/auth/refresh/route";
import { GET as me } from "@/app/api/me/route";
import { PATCH as changeSettings } from "@/app/api/settings/route";
import type { Principal } from "@/lib/auth/contract";
import { startApp, type TestApp } from "@/lib/session/testing/app";
import { Browser } from "@/lib/session/testing/browser";
import { copyOf, pass, storedTokens } from "@/lib/session/testing/lifecycle";

// When the guard of handlers exchanges nothing, though a good refresh token is there, and what it does to a bad one.

const UNTOUCHED = { live: 1, spent: 0, revokedFamilies: 0 };
const REFUSED = { status: 401, json: { error: "unauthenticated" } };
let app: TestApp;
let ada: Principal;
let browser: Browser;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  ada = await app.createAccount("jwt");
  browser = new Browser();
  await browser.signIn(app, ada, "jwt");
  pass(15 * 60);
});
afterEach(() => void vi.useRealTimers());
const stored = () => storedTokens(app, ada);
const held = (kind: "access" | "refresh") => browser.cookie(app, kind) ?? "";
/** The genuine browser is still signed in, and its token had not been used before. */
async function expectUntouched(): Promise<void> {
  expect(stored()).toEqual(UNTOUCHED);
  expect((await browser.send(me, "GET")).status).toBe(200);
  expect(stored()).toEqual({ live: 1, spent: 1, revokedFamilies: 0 });
}

it("a Bearer token is never exchanged, whatever cookies come along", async () => {
  for (const token of [held("access"), held("refresh")]) {
    const answer = await browser.send(me, "GET", { headers: { authorization: `Bearer ${token}` } });
    expect(answer).toMatchObject({ ...REFUSED, setCookies: [] });
  }
  await expectUntouched();
});

it("a tampered access token is refused, and the good refresh token beside it is left alone", async () => {
  const token = held("access");
  const [header = "", payload = "", signature = ""] = token.split(".");
  const flipped = signature.startsWith("A") ? `B${signature.slice(1)}` : `A${signature.slice(1)}`;
  for (const bad of [`${header}.${payload}.${flipped}`, `${header}.${payload}.`, "x", "a.b.c", `${token}=`]) {
    const cookie = `__Host-access=${bad}; __Host-refresh=${held("refresh")}`;
    const answer = await new Browser().send(me, "GET", { headers: { cookie } });
    expect([bad.length, answer]).toMatchObject([bad.length, { ...REFUSED, setCookies: [] }]);
  }
  await expectUntouched();
});

it("two refresh tokens are a conflict, and so is one beside a session", async () => {
  const other = new Browser();
  const session = await other.signIn(app, ada, "session");
  for (const more of [`__Host-refresh=${held("refresh")}`, "__Host-refresh=x", `__Host-session=${session}`]) {
    const thief = copyOf(browser);
    const cookie = `__Host-refresh=${held("refresh")}; ${more}`;
    const answer = await thief.send(me, "GET", { headers: { cookie } });
    expect(answer).toMatchObject(REFUSED);
    expect(answer.setCookies.filter((line) => line.includes("Max-Age=0"))).toHaveLength(3);
  }
  expect((await other.send(me, "GET")).status).toBe(200);
  await expectUntouched();
});

it.each([
  { "next-router-prefetch": "1" },
  { "sec-purpose": "prefetch" },
  { "sec-purpose": "prefetch;prerender" },
  { purpose: "prefetch" },
])("looking ahead exchanges nothing: %j", async (headers) => {
  expect(await browser.send(me, "GET", { headers })).toMatchObject({ ...REFUSED, setCookies: [] });
  await expectUntouched();
});

it.each([
  { origin: "https://evil.example" },
  { origin: "" },
  { origin: "null" },
  { origin: "", "sec-fetch-site": "same-site" },
])("an unsafe request from %j exchanges nothing", async (headers) => {
  for (const [handler, method] of [
    [changeSettings, "PATCH"],
    [refresh, "POST"],
  ] as const) {
    const answer = await browser.send(handler, method, { headers, body: {} });
    expect(answer).toMatchObject({ status: 403, json: { error: "cross_origin" }, setCookies: [] });
  }
  await expectUntouched();
});

describe("a refresh token that is refused", () => {
  it.each<[string, () => unknown]>([
    ["of a sign-in that was ended", () => app.runtime.auth.modes.jwt.revokeAll(ada.userId)],
    ["of a disabled account", () => sql("UPDATE users SET disabled_at = 1 WHERE id = ?", ada.userId)],
    ["of an account that is gone", () => sql("DELETE FROM users WHERE id = ?", ada.userId)],
    ["that nobody used for long", () => pass(7 * 86_400)],
    ["that was never issued", () => void browser.jar.set("__Host-refresh", "A".repeat(43))],
    ["that is none", () => void browser.jar.set("__Host-refresh", "x".repeat(5_000))],
  ])("%s is refused, and no late answer takes cookies away", async (_, end) => {
    await end();
    const genuine = new Browser();
    await genuine.signIn(app, await app.createAccount("jwt"), "jwt");
    genuine.jar.delete("__Host-access");
    expect(await browser.send(me, "GET")).toMatchObject({ ...REFUSED, setCookies: [] });
    const asked = await browser.send(refresh, "POST");
    expect(asked).toMatchObject(REFUSED);
    expect(asked.setCookies).toHaveLength(3);
    expect(browser.jar.size).toBe(0);
    expect((await genuine.send(me, "GET")).status).toBe(200);
  });
});

it("a store that is down is 503: nothing is cleared, and nobody is signed out", async () => {
  const jar = new Map(browser.jar);
  const table = "refresh_families";
  sql(`ALTER TABLE ${table} RENAME TO elsewhere`);
  const answer = await browser.send(me, "GET");
  sql(`ALTER TABLE elsewhere RENAME TO ${table}`);
  expect(answer).toMatchObject({ status: 503, json: { error: "unavailable" }, setCookies: [] });
  expect(browser.jar).toEqual(jar);
  await expectUntouched();
});

function sql(text: string, ...values: unknown[]) {
  return app.runtime.database.sqlite.prepare(text).run(...values);
}
