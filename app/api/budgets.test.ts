import { beforeEach, describe, expect, it } from "vitest";
import { POST as switchMode } from "@/app/api/auth/mode/route";
import { POST as refresh } from "@/app/api/auth/refresh/route";
import { POST as signIn } from "@/app/api/auth/sign-in/route";
import { POST as signUp } from "@/app/api/auth/sign-up/route";
import { GET as me } from "@/app/api/me/route";
import { POST as issuePair } from "@/app/api/pair/route";
import { PATCH as changeSettings } from "@/app/api/settings/route";
import type { Principal } from "@/lib/auth/contract";
import { BUDGETS, type BudgetName } from "@/lib/throttle/budgets";
import { PASSWORD, useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { copyOf, trailOf } from "@/lib/web/testing/lifecycle";
import { proxy } from "@/proxy";

// What one client may do is bounded, also when all of it succeeds, and the others do not feel it.

const app = useApp();
let ada: Principal;
let hosts = 0;
let address: string;
beforeEach(async () => {
  ada = await app.createAccount();
  address = `198.51.100.${++hosts}`;
});

const browserAt = (ip: string) => new Browser({ "x-forwarded-for": ip });
/** As if all but one of it were spent already. */
function leaveOne(budget: BudgetName, who?: string): void {
  const { network, each = network }: { network: number; each?: number } = BUDGETS[budget];
  const most = who === undefined ? network : each;
  for (let spent = 1; spent < most; spent++) app.runtime.budgets.spend(budget, address, who);
}
const throttled = { status: 429, json: { error: "too_many_requests" } };

describe("changes of a signed-in person", () => {
  it.each(["session", "jwt"] as const)("with a %s end with the budget; reading does not", async (mode) => {
    const browser = browserAt(address);
    await browser.signIn(app, ada, mode);
    leaveOne("write", ada.userId);
    const change = (ttl: number) =>
      browser.send(changeSettings, "PATCH", { body: { jwt: { accessTtlSeconds: ttl } } });
    expect((await change(100)).status).toBe(200);
    const refused = await change(90);
    expect(refused).toMatchObject(throttled);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await app.runtime.settings.get(ada.userId)).jwt.accessTtlSeconds).toBe(100);
    for (const [handler, body] of [
      [issuePair, {}],
      [switchMode, { mode: mode === "jwt" ? "session" : "jwt" }],
    ] as const)
      expect(await browser.send(handler, "POST", { body })).toMatchObject(throttled);
    expect((await browser.send(me, "GET")).status).toBe(200);
    // Somebody else there, and the same person elsewhere.
    const [other, elsewhere] = [browserAt(address), browserAt(`198.51.100.${++hosts}`)];
    await other.signIn(app, await app.createAccount(), mode);
    await elsewhere.signIn(app, ada, mode);
    for (const free of [other, elsewhere])
      expect((await free.send(changeSettings, "PATCH", { body: {} })).status).toBe(200);
  });
});

describe("a refresh token", () => {
  it("that may not be exchanged yet is kept, and good afterwards: nobody is signed out", async () => {
    const browser = browserAt(address);
    await browser.signIn(app, ada, "jwt");
    const { spend } = app.runtime.budgets;
    leaveOne("refresh");
    expect((await browser.send(refresh, "POST")).status).toBe(200);
    const held = new Map(browser.jar);
    expect(await browser.send(refresh, "POST")).toMatchObject({ ...throttled, setCookies: [] });

    // The guard of handlers and the gate of pages, which exchange by themselves.
    browser.jar.delete("__Host-access");
    expect(await browser.send(me, "GET")).toMatchObject({ ...throttled, setCookies: [] });
    const { NextRequest } = await import("next/server");
    const page = new NextRequest("http://localhost:3999/dashboard", { headers: browser.requestHeaders({}) });
    const answer = await proxy(page);
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([429, []]);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);

    app.runtime.budgets.spend = () => {};
    for (const [name, value] of held) browser.jar.set(name, value);
    expect((await browser.send(refresh, "POST")).status).toBe(200);
    expect((await browser.send(me, "GET")).status).toBe(200);
    app.runtime.budgets.spend = spend;
    const kinds = (await trailOf(app, ada)).map(({ kind }) => kind);
    expect(kinds).not.toContain("refresh.reused");
  });

  it("fifty exchanges at once of one person all succeed, and count as one", async () => {
    const browser = browserAt(address);
    await browser.signIn(app, ada, "jwt");
    leaveOne("refresh");
    const at = { "x-forwarded-for": address };
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => copyOf(browser).send(refresh, "POST", { headers: at })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });
});

describe("sign-ups and sign-ins of one network", () => {
  const newcomer = (ip: string) => {
    const body = { email: `new-${++hosts}@example.com`, password: PASSWORD, name: "New" };
    return browserAt(ip).send(signUp, "POST", { body });
  };
  const arrival = (ip: string) =>
    browserAt(ip).send(signIn, "POST", { body: { email: ada.email, password: PASSWORD } });

  it.each([
    ["signUp", newcomer, 201],
    ["signIn", arrival, 200],
  ] as const)("%s: what succeeds is counted, and other networks are not", async (budget, send, success) => {
    leaveOne(budget);
    expect((await send(address)).status).toBe(success);
    const refused = await send(address);
    expect(refused).toMatchObject({ ...throttled, setCookies: [] });
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await send(`203.0.113.${++hosts}`)).status).toBe(success);
  });
});

it("a form of a page is counted before anything of it is read; a page that is looked at is not", async () => {
  const { NextRequest } = await import("next/server");
  const browser = browserAt(address);
  await browser.signIn(app, ada, "session");
  const open = (method: string) =>
    proxy(new NextRequest("http://localhost:3999/settings", { method, headers: browser.requestHeaders({}) }));
  leaveOne("write", ada.userId);
  expect((await open("POST")).status).toBe(200);
  const refused = await open("POST");
  expect([refused.status, await refused.text()]).toEqual([429, expect.stringContaining("Too many requests")]);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await open("GET")).status).toBe(200);
});
