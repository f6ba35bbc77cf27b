import { beforeEach, describe, expect, it, vi } from "vitest";
import { GET as me } from "@/app/api/me/route";
import type { EndedSignIns } from "@/lib/accounts/sign-ins/endings";
import type { Principal } from "@/lib/auth/contract";
import { readFlash } from "@/lib/web/forms/flash";
import { PASSWORD, useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { formData } from "@/lib/web/testing/forms";
import { calledBy, destination } from "@/lib/web/testing/next-headers";
import { changePasswordAction, deleteAccountAction } from "./actions";

const NEW = "another password of the tests";

const app = useApp();
let ada: Principal;
let browser: Browser;
let hosts = 0;
beforeEach(async () => {
  ada = await app.createAccount();
  browser = new Browser({ "x-forwarded-for": `192.0.2.${++hosts}` });
  await browser.signIn(app, ada, "session");
  calledBy(browser);
});

const change = (currentPassword: string, newPassword: string) =>
  changePasswordAction({}, formData({ currentPassword, newPassword }));
const status = async () => (await browser.send(me, "GET")).status;

describe("the password form", () => {
  it("changes it, keeps this browser signed in and says what became of the others", async () => {
    await app.runtime.settings.update(ada.userId, { jwt: { accessTtlSeconds: 60 } });
    const [session, jwt] = [new Browser(), new Browser()];
    await session.signIn(app, ada, "session");
    await jwt.signIn(app, ada, "jwt");
    const before = Date.now();
    expect(await destination(() => change(PASSWORD, NEW))).toBe("/account?changed=1");
    expect(await status()).toBe(200);
    const { endings = [] } = (await readFlash<EndedSignIns>()) ?? {};
    expect(endings).toMatchObject([
      { mode: "session", count: 1, effect: "immediate" },
      { mode: "jwt", count: 1, effect: "at_expiry" },
    ]);
    const until = Date.parse(endings[1]?.validUntil ?? "");
    expect(until).toBeGreaterThanOrEqual(before + 55_000);
    expect(until).toBeLessThanOrEqual(Date.now() + 60_000);
    jwt.jar.delete("__Host-refresh");
    expect((await jwt.send(me, "GET")).status).toBe(200);
    vi.useFakeTimers({ toFake: ["Date"], now: until });
    expect((await jwt.send(me, "GET")).status).toBe(401);
    vi.useRealTimers();
  });

  it.each([
    ["wrong-secret", NEW, "currentPassword"],
    [PASSWORD, "short", "newPassword"],
    ["", NEW, "currentPassword"],
    [PASSWORD, PASSWORD, "newPassword"],
  ])(
    "with %j and %j says at the field what is wrong, and gives no password back",
    async (old, next, field) => {
      const state = await change(old, next);
      expect(Object.keys(state?.fields ?? {})).toEqual([field]);
      expect(state?.values).toEqual({});
      expect(await status()).toBe(200);
      expect(await destination(() => change(PASSWORD, NEW))).toBe("/account?changed=1");
    },
  );

  it("says in words that a demo account keeps its password", async () => {
    app.makeDemo(ada);
    expect((await change(PASSWORD, NEW))?.error).toMatch(/for all visitors/);
    expect(await status()).toBe(200);
  });
});

describe("the deletion form", () => {
  const remove = (password: string) => deleteAccountAction({}, formData({ password }));

  it("deletes, signs out and says so on the login page", async () => {
    expect(await destination(() => remove(PASSWORD))).toBe("/login?deleted=1");
    expect(await app.runtime.accounts.find(ada.userId)).toBeNull();
    expect([...browser.jar.keys()]).toEqual(["__Host-flash"]);
    expect(await readFlash<EndedSignIns>()).toMatchObject({ endings: [{ mode: "session", count: 1 }] });
  });

  it("says what is wrong, and deletes nothing", async () => {
    expect((await remove("wrong-secret"))?.fields).toEqual({ password: expect.any(String) });
    await app.runtime.accounts.setRole(ada.userId, "admin");
    expect((await remove(PASSWORD))?.error).toMatch(/last admin/);
    app.makeDemo(ada);
    expect((await remove(PASSWORD))?.error).toMatch(/for all visitors/);
    expect(await status()).toBe(200);
    await app.runtime.accounts.setRole(ada.userId, "user");
  });
});
