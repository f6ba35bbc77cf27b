import { NextRequest } from "next/server";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Principal, StrategyName } from "@/lib/auth/contract";
import { STRATEGY_NAMES } from "@/lib/auth/policy";
import { ORIGIN, PASSWORD, startApp, type TestApp } from "@/lib/session/testing/app";
import { Browser } from "@/lib/session/testing/browser";
import { copyOf, pass } from "@/lib/session/testing/lifecycle";
import { proxy } from "@/proxy";
import { POST as confirm } from "./auth/confirm/route";
import { POST as switchMode } from "./auth/mode/route";
import { POST as refresh } from "./auth/refresh/route";
import { GET as devices } from "./devices/route";
import { GET as me } from "./me/route";

// Many requests may be on their way while a browser gets a new credential. One that left with the old cookies and
// is answered last must not take the new ones away: a jar does not know which answer is older.

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
});
afterEach(() => void vi.useRealTimers());

async function signedIn(revocation: StrategyName): Promise<void> {
  await app.runtime.settings.update(ada.userId, { jwt: { revocation } });
  browser = new Browser();
  await browser.signIn(app, ada, "jwt");
}

describe.each(STRATEGY_NAMES)("under %s", (strategy) => {
  it.each([
    ["a confirmed password", () => browser.send(confirm, "POST", { body: { password: PASSWORD } })],
    ["another mode", () => browser.send(switchMode, "POST", { body: { mode: "session" } })],
  ])("a late answer after %s leaves the new cookies alone", async (_, exchange) => {
    await signedIn(strategy);
    pass(15 * 60);
    const old = copyOf(browser);
    expect((await exchange()).status).toBe(200);
    for (const handler of [me, devices]) {
      const late = copyOf(old);
      const answer = await late.send(handler, "GET");
      expect(answer).toMatchObject({ status: 401, setCookies: [] });
      expect(late.jar).toEqual(old.jar);
    }
    expect((await browser.send(me, "GET")).status).toBe(200);
  });

  it("whoever asks for a refresh, or for a page, is told that there is nothing left to keep", async () => {
    await signedIn(strategy);
    pass(15 * 60);
    await app.runtime.auth.modes.jwt.revokeAll(ada.userId);
    const [asking, visiting] = [copyOf(browser), copyOf(browser)];
    expect(await asking.send(refresh, "POST")).toMatchObject({ status: 401 });
    expect(asking.jar.size).toBe(0);
    const request = new NextRequest(`${ORIGIN}/dashboard`, { headers: visiting.requestHeaders({}) });
    const page = await proxy(request);
    expect(page.headers.get("location")).toContain("/login");
    const cleared = page.headers.getSetCookie().filter((line) => line.includes("Max-Age=0"));
    expect(cleared.map((line) => line.split("=")[0])).toEqual(
      expect.arrayContaining(["__Host-access", "__Host-refresh"]),
    );
  });
});
