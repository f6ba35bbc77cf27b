import { beforeEach, describe, expect, it, vi } from "vitest";
import { POST as switchMode } from "@/app/api/auth/mode/route";
import { GET as me } from "@/app/api/me/route";
import { POST as issuePair } from "@/app/api/pair/route";
import type { ModeName, Principal } from "@/lib/auth/contract";
import { PASSWORD, useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { pass, trailOf, useStillClock } from "@/lib/web/testing/lifecycle";
import { POST as signIn } from "./route";

// The limit of sign-ins at once, and what a sign-in writes whoever it was for.

const app = useApp();
useStillClock();
let ada: Principal;
let hosts = 0;
beforeEach(async () => {
  ada = await app.createAccount();
});

/** A browser of its own, signed in by password, a second after the last one. */
async function device(mode: ModeName): Promise<Browser> {
  pass(1);
  const browser = new Browser({ "x-forwarded-for": `198.51.100.${++hosts}` });
  const answer = await browser.send(signIn, "POST", { body: { email: ada.email, password: PASSWORD, mode } });
  expect(answer.status).toBe(200);
  return browser;
}
const statuses = (browsers: Browser[]) =>
  Promise.all(browsers.map(async (browser) => (await browser.send(me, "GET")).status));
const limit = (maxSignIns: number) =>
  app.runtime.settings.update(ada.userId, { maxSignIns, jwt: { revocation: "introspection" } });

describe("one sign-in more than the account allows", () => {
  it.each<[ModeName, ModeName, ModeName]>([
    ["session", "jwt", "session"],
    ["jwt", "session", "jwt"],
    ["jwt", "jwt", "session"],
  ])("ends the oldest, whichever mode it is of: %s, %s, then %s", async (first, second, third) => {
    await limit(2);
    const browsers = [await device(first), await device(second)];
    expect(await statuses(browsers)).toEqual([200, 200]);
    browsers.push(await device(third));
    expect(await statuses(browsers)).toEqual([401, 200, 200]);
    const ended = (await trailOf(app, ada)).filter(({ kind }) => kind === "sign-in.ended");
    expect(ended).toMatchObject([{ mode: first, detail: { reason: "limit" } }]);
  });

  it("a limit of one leaves the newest alone, and a lowered limit ends all that are too many", async () => {
    await limit(50);
    const browsers = [await device("session"), await device("jwt"), await device("session")];
    await limit(1);
    expect(await statuses(browsers)).toEqual([200, 200, 200]);
    browsers.push(await device("jwt"));
    expect(await statuses(browsers)).toEqual([401, 401, 401, 200]);
  });

  it("is not counted where a browser signs in again or switches its mode, nor for a pair", async () => {
    await limit(2);
    const [one, two] = [await device("session"), await device("jwt")];
    await two.send(signIn, "POST", { body: { email: ada.email, password: PASSWORD } });
    await two.send(switchMode, "POST", { body: { mode: "jwt" } });
    expect((await two.send(issuePair, "POST", { body: {} })).status).toBe(201);
    expect(await statuses([one, two])).toEqual([200, 200]);
  });

  it("ends nobody else's, and nothing below the limit", async () => {
    await limit(50);
    const bob = new Browser();
    await bob.signIn(app, await app.createAccount(), "session");
    const browsers = [await device("session"), await device("jwt"), await device("session")];
    expect(await statuses([...browsers, bob])).toEqual([200, 200, 200, 200]);
    await limit(1);
    await device("session");
    expect(await statuses([bob])).toEqual([200]);
  });
});

describe("the number of live sign-ins", () => {
  const CLIENT = { ip: "192.0.2.1", userAgent: "Test/1.0" };
  async function issueMany(count: number): Promise<void> {
    const { auth, settings, stores } = app.runtime;
    const policy = await settings.get(ada.userId);
    await stores.atomically(async () => {
      for (let i = 0; i < count; i++) await auth.modes[i % 2 ? "jwt" : "session"].issue(ada, CLIENT, policy);
    });
  }
  async function live(): Promise<number> {
    const { session, jwt } = app.runtime.auth.modes;
    return (await session.tally(ada.userId)).count + (await jwt.tally(ada.userId)).count;
  }

  it.each(["a person's own", "a shared demo"])("is 50 unless %s account chose otherwise", async (kind) => {
    if (kind === "a shared demo") app.makeDemo(ada);
    await issueMany(49);
    await device("session");
    expect(await live()).toBe(50);
    await device("jwt");
    expect(await live()).toBe(50);
  });

  it("comes down at the next sign-in, however far it is above a lowered limit", async () => {
    await issueMany(250);
    await limit(7);
    await device("session");
    expect(await live()).toBe(7);
    const ended = await app.runtime.audit.list({ userId: ada.userId, kinds: ["sign-in.ended"], limit: 500 });
    expect(ended.events).toHaveLength(244);
  });
});

describe("a failure writes as much, whoever it was for", () => {
  const tables = ["rate_limits", "audit_events", "sessions", "refresh_families", "refresh_tokens", "users"];
  const counts = () =>
    tables.map((table) =>
      app.database.sqlite.prepare(`SELECT count(*) FROM ${table}`).pluck().get(),
    ) as number[];

  it("unknown account, wrong password and disabled account: the same rows, the same number of times", async () => {
    const off = await app.createAccount();
    app.database.sqlite.prepare("UPDATE users SET disabled_at = 1 WHERE id = ?").run(off.userId);
    const exec = vi.spyOn(app.database.sqlite, "exec");
    const found = [];
    for (const [email, password] of [
      ["nobody@example.com", PASSWORD],
      [ada.email, "mistyped by the tests"],
      [off.email, PASSWORD],
    ]) {
      const browser = new Browser({ "x-forwarded-for": `198.51.100.${++hosts}` });
      const before = counts();
      exec.mockClear();
      const { status } = await browser.send(signIn, "POST", { body: { email, password } });
      const written = counts().map((after, index) => after - (before[index] ?? 0));
      found.push({ status, written, transactions: exec.mock.calls.flat() });
    }
    exec.mockRestore();
    const same = { status: 401, written: [2, 1, 0, 0, 0, 0], transactions: ["BEGIN IMMEDIATE", "COMMIT"] };
    expect(found).toEqual([same, same, same]);
  });

  it("is written down with its reason, for the owner where there is one", async () => {
    const browser = new Browser({ "x-forwarded-for": `198.51.100.${++hosts}` });
    await browser.send(signIn, "POST", { body: { email: ada.email, password: "mistyped by the tests" } });
    await browser.send(signIn, "POST", { body: { email: "nobody@example.com", password: PASSWORD } });
    const { events } = await app.runtime.audit.list({ limit: 2 });
    expect(events).toMatchObject([
      { kind: "sign-in.refused", userId: "nobody", detail: { reason: "unknown_account" } },
      { kind: "sign-in.refused", userId: ada.userId, detail: { reason: "wrong_password" } },
    ]);
    expect(JSON.stringify(events)).not.toMatch(/example\.com|mistyped/);
  });
});
