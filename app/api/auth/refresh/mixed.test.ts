import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { GET as me } from "@/app/api/me/route";
import type { Principal } from "@/lib/auth/contract";
import { STRATEGY_NAMES } from "@/lib/auth/policy";
import { startApp, type TestApp } from "@/lib/session/testing/app";
import { Browser } from "@/lib/session/testing/browser";
import { copyOf, pass, storedTokens } from "@/lib/session/testing/lifecycle";
import { POST as refresh } from "./route";

// An access token of one sign-in beside a refresh token of another: somebody planted one of them, and a refresh
// would quietly make the browser somebody else's.

const REFUSED = { status: 401, json: { error: "unauthenticated" } };
const UNTOUCHED = { live: 1, spent: 0, revokedFamilies: 0 };
let app: TestApp;
let ada: Principal;
let eve: Principal;
let [own, other, mixed] = [new Browser(), new Browser(), new Browser()];
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(() => void vi.useRealTimers());

describe.each(STRATEGY_NAMES)("under %s", (revocation) => {
  beforeEach(async () => {
    [ada, eve] = [await app.createAccount("jwt"), await app.createAccount("jwt")];
    for (const { userId } of [ada, eve]) await app.runtime.settings.update(userId, { jwt: { revocation } });
    [own, other] = [new Browser(), new Browser()];
    await own.signIn(app, ada, "jwt");
    await other.signIn(app, eve, "jwt");
    mixed = copyOf(own);
    mixed.jar.set("__Host-refresh", other.cookie(app, "refresh") ?? "");
  });
  async function expectBothAlive(): Promise<void> {
    expect([storedTokens(app, ada), storedTokens(app, eve)]).toEqual([UNTOUCHED, UNTOUCHED]);
    for (const [browser, { userId }] of [[own, ada] as const, [other, eve] as const]) {
      expect((await browser.send(refresh, "POST")).status).toBe(200);
      expect((await browser.send(me, "GET")).json).toMatchObject({ user: { id: userId } });
    }
  }

  it.each([
    ["still good", 0],
    ["over", 15 * 60],
    ["long over", 2 * 86_400],
  ])(
    "beside an access token that is %s the refresh token is not spent, and all is cleared",
    async (_, age) => {
      pass(age);
      expect(await mixed.send(refresh, "POST")).toMatchObject(REFUSED);
      expect(mixed.jar.size).toBe(0);
      await expectBothAlive();
    },
  );

  it("a request with an access token that is over is refused, and cleared", async () => {
    pass(15 * 60);
    expect(await mixed.send(me, "GET")).toMatchObject(REFUSED);
    expect(mixed.jar.size).toBe(0);
    await expectBothAlive();
  });

  it("one person's two sign-ins are no exception", async () => {
    const second = new Browser();
    await second.signIn(app, ada, "jwt");
    mixed.jar.set("__Host-refresh", second.cookie(app, "refresh") ?? "");
    pass(15 * 60);
    for (const [handler, method] of [
      [me, "GET"],
      [refresh, "POST"],
    ] as const) {
      const asking = copyOf(mixed);
      expect(await asking.send(handler, method)).toMatchObject(REFUSED);
      expect(asking.jar.size).toBe(0);
    }
    expect(storedTokens(app, ada)).toEqual({ live: 2, spent: 0, revokedFamilies: 0 });
    expect((await second.send(me, "GET")).status).toBe(200);
  });

  it("a forged access token plants nothing: it belongs to no sign-in", async () => {
    const token = own.cookie(app, "access") ?? "";
    other.jar.set("__Host-access", `${token.slice(0, token.lastIndexOf("."))}.${"A".repeat(86)}`);
    expect((await other.send(refresh, "POST")).status).toBe(200);
    expect((await other.send(me, "GET")).json).toMatchObject({ user: { id: eve.userId } });
    expect(storedTokens(app, ada)).toEqual(UNTOUCHED);
  });
});
