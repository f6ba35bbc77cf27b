import { beforeEach, describe, expect, it, vi } from "vitest";
import { GET as me } from "@/app/api/me/route";
import type { Principal } from "@/lib/auth/contract";
import { PASSWORD, useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { POST as signIn } from "./route";

// The real hash, counted.
const verify = vi.hoisted(() => vi.fn<import("@/lib/auth/hash-threads").HashThreads["verify"]>());
vi.mock("@/lib/auth/hash-threads", async (original) => {
  const actual = await original<typeof import("@/lib/auth/hash-threads")>();
  const createHashThreads = () => {
    const threads = actual.createHashThreads();
    verify.mockImplementation(threads.verify);
    return { ...threads, verify };
  };
  return { ...actual, createHashThreads };
});

const app = useApp();
let ada: Principal;
let browser: Browser;
let lastHost = 0;
beforeEach(async () => {
  ada = await app.createAccount();
  // An address of its own, so that no test is throttled by another.
  browser = new Browser({ "x-forwarded-for": `192.0.2.${++lastHost}` });
});
/** No word that a line of the log could contain by itself. */
const WRONG = "mistyped by the tests";
const attempt = (email: string, password = PASSWORD, more: object = {}) =>
  browser.send(signIn, "POST", { body: { email, password, ...more } });

describe.each(["session", "jwt"] as const)("into a %s", (mode) => {
  it("gives the cookies of one credential, and never the credential itself", async () => {
    const { status, json, setCookies } = await attempt(ada.email, PASSWORD, { mode });
    expect(status).toBe(200);
    expect(json).toEqual({
      user: { id: ada.userId, email: ada.email, name: "Ada", role: "user" },
      mode,
      sessionId: expect.any(String),
      expiresAt: expect.any(String),
    });
    const names = { session: ["__Host-session"], jwt: ["__Host-access", "__Host-refresh"] }[mode];
    expect([...browser.jar.keys()].sort()).toEqual(["__Host-device", ...names].sort());
    for (const line of setCookies)
      expect(line).toMatch(
        /^__Host-\w+=[^;]+; Path=\/; Expires=[^;]+; Max-Age=\d+; Secure; HttpOnly; SameSite=lax$/,
      );
    for (const value of browser.jar.values()) expect(JSON.stringify(json)).not.toContain(value);
  });

  it("without being asked which, follows the account", async () => {
    const eve = await app.createAccount(mode);
    expect((await attempt(eve.email)).json).toMatchObject({ mode });
  });

  it("never adopts what the browser came with, and ends it", async () => {
    const mine = new Browser();
    await mine.signIn(app, ada, "session");
    const foreign = new Browser();
    await foreign.signIn(app, await app.createAccount(), "session");
    browser.jar.set("__Host-session", mine.cookie(app, "session") ?? "");
    const before = await browser.send(me, "GET");
    const { json } = await attempt(ada.email, PASSWORD, { mode });
    expect(json.sessionId).not.toBe((before.json.auth as { sessionId: string }).sessionId);
    expect((await mine.send(me, "GET")).status).toBe(401);
    expect((await browser.send(me, "GET")).status).toBe(200);

    browser.jar.set("__Host-session", foreign.cookie(app, "session") ?? "");
    await attempt(ada.email, PASSWORD, { mode });
    expect((await foreign.send(me, "GET")).status).toBe(401);
    expect((await browser.send(me, "GET")).json).toMatchObject({ user: { id: ada.userId } });
  });

  it("leaves one credential when the browser came with two", async () => {
    await browser.signIn(app, ada, "session");
    await browser.signIn(app, ada, "jwt");
    await attempt(ada.email, PASSWORD, { mode });
    expect((await browser.send(me, "GET")).json).toMatchObject({ auth: { mode } });
  });
});

describe("a failure", () => {
  it("is one answer for an unknown account, a wrong password and a disabled account", async () => {
    const off = await app.createAccount();
    app.database.sqlite.prepare("UPDATE users SET disabled_at = 1 WHERE id = ?").run(off.userId);
    const answers = [
      await attempt("nobody@example.com"),
      await attempt(ada.email, WRONG),
      await attempt(ada.email, `${PASSWORD} `),
      await attempt(ada.email, ""),
      await attempt(off.email),
    ];
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 401, json: { error: "invalid_credentials" }, setCookies: [] });
      expect([...answer.headers]).toEqual([...(answers[0]?.headers ?? [])]);
    }
    expect((await attempt(ada.email)).status).toBe(200);
  });

  it("costs one hash of the same strength, whichever it was", async () => {
    const off = await app.createAccount();
    app.database.sqlite.prepare("UPDATE users SET disabled_at = 1 WHERE id = ?").run(off.userId);
    verify.mockClear();
    await attempt("nobody@example.com");
    await attempt(ada.email, WRONG);
    await attempt(off.email);
    const costs = verify.mock.calls.map(([hash]) => hash.split("$").slice(0, 4).join("$"));
    expect(costs).toEqual(Array.from({ length: 3 }, () => "$argon2id$v=19$m=19456,t=2,p=1"));
  });

  it("leaves the browser signed in as it was", async () => {
    await browser.signIn(app, ada, "session");
    await attempt(ada.email, WRONG);
    expect((await browser.send(me, "GET")).status).toBe(200);
  });
});

it("what is no text or too long is refused before anything is hashed", async () => {
  vi.mocked(verify).mockClear();
  for (const password of [null, 1, [PASSWORD], { $ne: "" }, "a".repeat(1025), "\ud800"])
    expect(await browser.send(signIn, "POST", { body: { email: ada.email, password } })).toMatchObject({
      status: 400,
      json: { error: "invalid_request", fields: { password: expect.any(String) } },
    });
  expect((await attempt(ada.email, "a".repeat(1e6))).status).toBe(413);
  expect(verify).not.toHaveBeenCalled();
});

it("lifetimes and algorithm are the account's, at the next sign-in", async () => {
  await app.runtime.settings.update(ada.userId, {
    jwt: { alg: "EdDSA", accessTtlSeconds: 7 },
    session: { absoluteTimeoutSeconds: 9 },
  });
  for (const [mode, seconds] of [
    ["jwt", 7],
    ["session", 9],
  ] as const) {
    const { json } = await attempt(ada.email, PASSWORD, { mode });
    const left = (Date.parse(String(json.expiresAt)) - Date.now()) / 1000;
    expect(left).toBeLessThanOrEqual(seconds);
    expect(left).toBeGreaterThan(seconds - 3);
  }
  await attempt(ada.email, PASSWORD, { mode: "jwt" });
  expect((await browser.send(me, "GET")).json).toMatchObject({
    auth: { alg: "EdDSA", strategy: "expiry-only" },
  });
});

it("neither password nor address reaches the log", () => {
  expect(app.logged.length).toBeGreaterThan(20);
  expect(app.logged.join("")).not.toMatch(/a password of|@example|mistyped|xxxx/);
});
