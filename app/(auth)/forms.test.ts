import { beforeEach, describe, expect, it } from "vitest";
import { demoSignInAction } from "@/app/_actions/demo";
import { signInAction } from "@/app/(auth)/login/actions";
import { signUpAction } from "@/app/(auth)/signup/actions";
import { GET as me } from "@/app/api/me/route";
import type { Principal } from "@/lib/auth/contract";
import { LIMITS } from "@/lib/throttle/throttle";
import { PASSWORD, useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { formData } from "@/lib/web/testing/forms";
import { calledBy, destination } from "@/lib/web/testing/next-headers";

const app = useApp();
let ada: Principal;
let browser: Browser;
let hosts = 0;
beforeEach(async () => {
  ada = await app.createAccount();
  browser = new Browser({ "x-forwarded-for": `192.0.2.${++hosts}` });
  calledBy(browser);
});

const signIn = (fields: Parameters<typeof formData>[0]) =>
  destination(() => signInAction({}, formData({ email: ada.email, password: PASSWORD, ...fields })));
const user = async () => (await browser.send(me, "GET")).json.user;

describe("the sign-in form", () => {
  it.each([
    ["/settings?a=1", "/settings?a=1"],
    ["//evil.example", "/dashboard"],
    ["/\\evil.example", "/dashboard"],
    ["/\t/evil.example", "/dashboard"],
    ["https:evil.example", "/dashboard"],
    ["javascript:alert(1)", "/dashboard"],
    ["", "/dashboard"],
  ])("with next %j leads to %s", async (next, path) => {
    expect(await signIn({ next })).toBe(path);
    expect(await user()).toMatchObject({ id: ada.userId });
  });

  it("takes the first of several values, and no file", async () => {
    expect(await signIn({ next: ["/settings", "//evil.example"] })).toBe("/settings");
    expect(await signIn({ next: new Blob(["/settings"]) })).toBe("/dashboard");
    const state = await signInAction({}, formData({ email: new Blob([ada.email]), password: PASSWORD }));
    expect(state).toMatchObject({ fields: { email: expect.any(String) } });
  });

  it("says one sentence for every failure, and gives back everything but the password", async () => {
    const fields = { email: ada.email, password: "wrong-secret", mode: "jwt" };
    const known = await signInAction({}, formData(fields));
    const unknown = await signInAction({}, formData({ ...fields, email: "nobody@example.com" }));
    expect(known?.error).toBe(unknown?.error);
    expect(known?.values).toEqual({ email: ada.email, mode: "jwt" });
    expect(JSON.stringify([known, unknown])).not.toContain("wrong-secret");
    expect(browser.jar.size).toBe(0);
  });

  it("says in words when it is throttled, and sets nothing", async () => {
    for (let i = 0; i < LIMITS.account.points; i++) await app.runtime.throttle.fail("account", ada.email);
    const state = await signInAction({}, formData({ email: ada.email, password: PASSWORD }));
    expect(state?.error).toBe("Too many attempts. Please try again in 15 minutes.");
    expect(browser.jar.size).toBe(0);
  });

  it("says that the store is down, and does not call it a wrong password", async () => {
    const { check } = app.runtime.throttle;
    app.runtime.throttle.check = async () =>
      app.database.sqlite.prepare("SELECT * FROM nowhere").get() as never;
    const state = await signInAction({}, formData({ email: ada.email, password: PASSWORD }));
    app.runtime.throttle.check = check;
    expect(state?.error).toMatch(/cannot reach its store/);
    expect(await signIn({})).toBe("/dashboard");
  });
});

describe("the sign-up form", () => {
  it("signs in who is new, and says when an address is taken", async () => {
    const fields = { email: "new@example.com", password: PASSWORD, name: "New", role: "admin" };
    expect(await destination(() => signUpAction({}, formData(fields)))).toBe("/dashboard");
    expect(await user()).toMatchObject({ email: "new@example.com", role: "user" });
    const again = await signUpAction({}, formData(fields));
    expect(again).toMatchObject({
      error: expect.stringContaining("already"),
      values: { email: "new@example.com" },
    });
    expect(JSON.stringify(again)).not.toContain(PASSWORD);
  });
});

describe("the demo button", () => {
  const start = (...names: (string | Blob)[]) =>
    destination(() => demoSignInAction(formData({ account: names })));
  const rename = (id: string) =>
    app.database.sqlite.prepare("UPDATE users SET email = 'alice@example.com' WHERE id = ?").run(id);

  it("signs in as one like a demo account, and as nobody else", async () => {
    expect(await start("alice")).toBe("/login");
    rename(ada.userId);
    expect(await start("alice")).toBe("/login");
    app.makeDemo(ada);
    for (const name of [
      "Alice",
      "alice ",
      "alice@example.com",
      ada.userId,
      "__proto__",
      "",
      new Blob(["alice"]),
    ])
      expect(await start(name)).toBe("/login");
    expect(browser.jar.size).toBe(0);
    expect(await start("alice")).toBe("/dashboard");
    expect(await user()).toMatchObject({ name: ada.name, email: expect.stringMatching(/^alice-/) });
    expect(await user()).not.toMatchObject({ id: ada.userId });
  });

  it("does nothing while DEMO is off, or for a disabled account that is everybody's", async () => {
    app.runtime.config.demo = false;
    expect(await start("alice")).toBe("/login");
    app.runtime.config.demo = true;
    app.database.sqlite.exec(
      "UPDATE users SET disabled_at = 1, email = 'admin@example.com' WHERE email = 'alice@example.com'",
    );
    expect(await start("admin")).toBe("/login");
    expect(browser.jar.size).toBe(0);
  });
});
