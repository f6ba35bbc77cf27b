import { beforeEach, expect, it } from "vitest";
import { POST as signIn } from "@/app/api/auth/sign-in/route";
import { GET as me } from "@/app/api/me/route";
import { LIMITS } from "@/lib/throttle/throttle";
import { PASSWORD, useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { POST as signUp } from "./route";

const app = useApp({ AUTH_DEFAULT_MODE: "jwt" });
let browser: Browser;
let hosts = 0;
beforeEach(() => {
  browser = new Browser({ "x-forwarded-for": `192.0.2.${++hosts}` });
});
const submit = (email: string, more: object = {}, from = browser) =>
  from.send(signUp, "POST", { body: { email, password: PASSWORD, name: "Eve", ...more } });
const count = () => app.database.sqlite.prepare("SELECT count(*) FROM users").pluck().get();

it("makes an account of the default mode, and signs it in", async () => {
  const { status, json } = await submit("  EVE@example.com ", { name: " Eve " });
  const user = { id: expect.any(String), email: "eve@example.com", name: "Eve", role: "user" };
  expect([status, json]).toEqual([201, { user }]);
  expect((await browser.send(me, "GET")).json).toMatchObject({ user, auth: { mode: "jwt" } });
});

it("ignores what nobody may choose for themselves", async () => {
  const { json } = await submit("role@example.com", {
    role: "admin",
    id: "1",
    demo: true,
    disabledAt: 1,
    passwordHash: "x",
    authMode: "session",
    mode: "session",
  });
  expect(json).toMatchObject({ user: { role: "user" } });
  expect((json.user as { id: string }).id).not.toBe("1");
  const row = await app.runtime.accounts.findByEmail("role@example.com");
  expect(row).toMatchObject({ demo: false, disabled: false });
  expect((await browser.send(me, "GET")).json).toMatchObject({ auth: { mode: "jwt" } });
});

it("an address is taken under every spelling, and whoever has it keeps it", async () => {
  const first = await submit("taken@example.com");
  for (const spelling of ["taken@example.com", "TAKEN@EXAMPLE.COM", " ｔａｋｅｎ@example.com"]) {
    const eve = new Browser();
    const answer = await submit(spelling, { password: "another password" }, eve);
    expect(answer).toMatchObject({ status: 409, json: { error: "address_taken" }, setCookies: [] });
  }
  const again = await browser.send(signIn, "POST", {
    body: { email: "taken@example.com", password: PASSWORD },
  });
  expect(again.json.user).toEqual(first.json.user);
});

it("of many at once one gets the address", async () => {
  const before = Number(count());
  const all = await Promise.all(
    Array.from({ length: 8 }, () => submit("race@example.com", {}, new Browser())),
  );
  expect(all.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 7 }, () => 409)]);
  expect(count()).toBe(before + 1);
});

it("replaces whoever was signed in in this browser", async () => {
  const ada = await app.createAccount();
  const copy = new Browser();
  copy.jar.set("__Host-session", await browser.signIn(app, ada, "session"));
  await submit("next@example.com");
  expect((await browser.send(me, "GET")).json).toMatchObject({ user: { email: "next@example.com" } });
  expect((await copy.send(me, "GET")).status).toBe(401);
});

it.each([
  [{ password: "password1" }, "password"],
  [{ password: "1234567" }, "password"],
  [{ password: undefined }, "password"],
  [{ name: "" }, "name"],
  [{ name: "a\u202eb" }, "name"],
  [{ email: "eve" }, "email"],
])("%j is refused by name, and nothing is written", async (fields, name) => {
  const before = count();
  const { status, json } = await submit("fields@example.com", fields);
  expect(status).toBe(400);
  expect(json).toMatchObject({ error: "invalid_request", fields: { [name]: expect.any(String) } });
  expect(count()).toBe(before);
});

it("asking which addresses are taken is throttled, also all at once", async () => {
  await app.createAccount();
  const eve = new Browser({ "x-forwarded-for": "203.0.113.9" });
  await submit("known@example.com", {}, eve);
  const statuses = await Promise.all(
    Array.from(
      { length: LIMITS.signUp.points + 20 },
      async () => (await submit("known@example.com", {}, eve)).status,
    ),
  );
  const told = statuses.filter((status) => status === 409).length;
  expect(told).toBeGreaterThanOrEqual(LIMITS.signUp.points);
  expect(told).toBeLessThanOrEqual(LIMITS.signUp.points + 2);
  const refused = await submit("free@example.com", {}, eve);
  expect(refused).toMatchObject({ status: 429, json: { error: "too_many_requests" } });
  expect(refused.headers.get("retry-after")).toMatch(/^[1-9]\d*$/);
  expect((await submit("free@example.com")).status).toBe(201);
});
