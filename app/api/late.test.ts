import { NextRequest } from "next/server";
import { beforeEach, expect, it } from "vitest";
import type { Principal } from "@/lib/auth/contract";
import { ORIGIN, PASSWORD, useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { copyOf, pass, useStillClock } from "@/lib/web/testing/lifecycle";
import { proxy } from "@/proxy";
import { POST as confirm } from "./auth/confirm/route";
import { POST as switchMode } from "./auth/mode/route";
import { POST as refresh } from "./auth/refresh/route";
import { GET as devices } from "./devices/route";
import { GET as me } from "./me/route";

// Many requests may be on their way while a browser gets a new credential. One that left with the old cookies and
// is answered last must not take the new ones away: a jar does not know which answer is older.

const app = useApp();
useStillClock();
let ada: Principal;
let browser: Browser;
beforeEach(async () => {
  ada = await app.createAccount("jwt");
  browser = new Browser();
  await browser.signIn(app, ada, "jwt");
});

it.each([
  ["a confirmed password", () => browser.send(confirm, "POST", { body: { password: PASSWORD } })],
  ["another mode", () => browser.send(switchMode, "POST", { body: { mode: "session" } })],
])("a late answer after %s leaves the new cookies alone", async (_, exchange) => {
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
  pass(15 * 60);
  await app.runtime.auth.modes.jwt.revokeAll(ada.userId);
  const [asking, visiting] = [copyOf(browser), copyOf(browser)];
  expect(await asking.send(refresh, "POST")).toMatchObject({ status: 401 });
  expect(asking.jar.size).toBe(0);
  const visit = (path: string) =>
    proxy(new NextRequest(`${ORIGIN}${path}`, { headers: visiting.requestHeaders({}) }));
  expect((await visit("/dashboard")).headers.get("location")).toContain("/login");
  const cleared = (await visit("/login")).headers.getSetCookie().filter((line) => line.includes("Max-Age=0"));
  expect(cleared.map((line) => line.split("=")[0])).toEqual(
    expect.arrayContaining(["__Host-access", "__Host-refresh"]),
  );
});
