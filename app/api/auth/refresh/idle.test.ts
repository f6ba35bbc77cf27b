import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { DELETE as endDevice } from "@/app/api/devices/[id]/route";
import { GET as listDevices } from "@/app/api/devices/route";
import { GET as me } from "@/app/api/me/route";
import type { Principal } from "@/lib/auth/contract";
import { REFRESH_GRACE_SECONDS, STRATEGY_NAMES } from "@/lib/auth/policy";
import { startApp, type TestApp } from "@/lib/session/testing/app";
import { Browser } from "@/lib/session/testing/browser";
import { copyOf, pass } from "@/lib/session/testing/lifecycle";
import { POST as refresh } from "./route";

// An access token that outlived its refresh token would belong to a sign-in that is on no list, so that nobody
// could end it.

const CLIENT = { ip: "192.0.2.1", userAgent: "Test/1.0" };
let app: TestApp;
let ada: Principal;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime(Math.ceil(Date.now() / 1000) * 1000);
  ada = await app.createAccount("jwt");
});
afterEach(() => void vi.useRealTimers());

describe.each(STRATEGY_NAMES)("under %s", (revocation) => {
  it("with an idle time below the token's own, the sign-in is listed as long as the token is accepted", async () => {
    await app.runtime.settings.update(ada.userId, {
      jwt: { revocation, refreshIdleSeconds: 60, accessTtlSeconds: 3_600 },
    });
    const [browser, watching] = [new Browser(), new Browser()];
    await browser.signIn(app, ada, "jwt");
    await watching.signIn(app, ada, "session");
    const { sessionId } = (await browser.send(me, "GET")).json.auth as { sessionId: string };
    const copy = copyOf(browser);
    copy.jar.delete("__Host-refresh");
    const accepted = async () => (await copy.send(me, "GET")).status === 200;
    const listed = async () => {
      const { devices } = (await watching.send(listDevices, "GET")).json as { devices: { id: string }[] };
      return devices.some(({ id }) => id === sessionId);
    };
    pass(59);
    expect([await accepted(), await listed()]).toEqual([true, true]);
    pass(1);
    expect([await accepted(), await listed()]).toEqual([false, false]);
    expect((await browser.send(refresh, "POST")).status).toBe(401);
  });

  it("and it can be ended until its last second", async () => {
    await app.runtime.settings.update(ada.userId, {
      jwt: { revocation, refreshIdleSeconds: 60, accessTtlSeconds: 3_600 },
    });
    const [browser, watching] = [new Browser(), new Browser()];
    await browser.signIn(app, ada, "jwt");
    await watching.signIn(app, ada, "session");
    pass(30);
    expect((await browser.send(refresh, "POST")).status).toBe(200);
    const { sessionId } = (await browser.send(me, "GET")).json.auth as { sessionId: string };
    pass(59);
    expect((await browser.send(me, "GET")).status).toBe(200);
    const answer = await watching.send(endDevice, "DELETE", { params: { id: sessionId } });
    expect(answer.status).toBe(204);
    pass(1);
    expect((await browser.send(me, "GET")).status).toBe(401);
  });
});

it("a repeated refresh gets no more time than the first", async () => {
  const lifetimes = { refreshIdleSeconds: 60, accessTtlSeconds: 3_600 };
  await app.runtime.settings.update(ada.userId, { jwt: lifetimes });
  const browser = new Browser();
  await browser.signIn(app, ada, "jwt");
  pass(20);
  const [first, second] = [copyOf(browser), copyOf(browser)];
  const { json } = await first.send(refresh, "POST");
  pass(REFRESH_GRACE_SECONDS - 1);
  expect(await second.send(refresh, "POST")).toMatchObject({ status: 200, json });
  pass(60 - REFRESH_GRACE_SECONDS);
  expect((await second.send(me, "GET")).status).toBe(200);
  pass(1);
  expect((await second.send(me, "GET")).status).toBe(401);
  expect(await app.runtime.auth.modes.jwt.list(ada.userId)).toEqual([]);
});

it("and none at all where the idle time is shorter than the window for it", async () => {
  await app.runtime.settings.update(ada.userId, { jwt: { refreshIdleSeconds: 5 } });
  const browser = new Browser();
  await browser.signIn(app, ada, "jwt");
  const [first, second, third] = [copyOf(browser), copyOf(browser), copyOf(browser)];
  expect((await first.send(refresh, "POST")).status).toBe(200);
  pass(4);
  expect((await second.send(refresh, "POST")).status).toBe(200);
  pass(1);
  expect((await third.send(refresh, "POST")).status).toBe(401);
  expect((await first.send(refresh, "POST")).status).toBe(401);
});

it("whatever the lifetimes are, no access token outlives the refresh token beside it", async () => {
  const { jwt } = app.runtime.auth.modes;
  const seconds = (max: number) => fc.integer({ min: 2, max });
  const lifetimes = fc.record({
    refreshIdleSeconds: seconds(5_000),
    accessTtlSeconds: seconds(3_600),
    refreshAbsoluteSeconds: seconds(10_000),
  });
  await fc.assert(
    fc.asyncProperty(lifetimes, fc.array(fc.nat(1_000), { maxLength: 4 }), async (chosen, waits) => {
      const policy = app.runtime.settings.get(ada.userId);
      policy.jwt = { ...policy.jwt, ...chosen };
      let held = await jwt.issue(ada, CLIENT, policy);
      for (const wait of [...waits, 0]) {
        const { token, refreshToken = null, refreshExpiresAt, expiresAt } = held;
        expect(Number(expiresAt)).toBeLessThanOrEqual(Number(refreshExpiresAt));
        const { active } = await jwt.verify(token);
        const ids = (await jwt.list(ada.userId)).map(({ id }) => id);
        expect(active && !ids.includes(held.sessionId)).toBe(false);
        pass(wait);
        const result = await jwt.refresh({ token, refreshToken }, CLIENT, () => policy);
        if (result.kind !== "refreshed") break;
        held = result.credentials;
      }
      await jwt.revoke(ada.userId, held.sessionId);
    }),
    { numRuns: 60 },
  );
});
