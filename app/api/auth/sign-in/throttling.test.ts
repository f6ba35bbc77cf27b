import { beforeEach, describe, expect, it } from "vitest";
import { POST as confirm } from "@/app/api/auth/confirm/route";
import type { Principal } from "@/lib/auth/contract";
import { networksOf } from "@/lib/http/request/networks";
import { LIMITS } from "@/lib/throttle/throttle";
import { PASSWORD, useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { POST as signIn } from "./route";

const app = useApp();
let ada: Principal;
beforeEach(async () => {
  ada = await app.createAccount();
  app.database.sqlite.exec("DELETE FROM rate_limits");
});

let hosts = 0;
/** A browser at an address of its own. */
const stranger = () => new Browser({ "x-forwarded-for": `198.51.100.${++hosts}` });
const attempt = async (browser: Browser, password: string, email = ada.email) =>
  (await browser.send(signIn, "POST", { body: { email, password } })).status;

/** As many failures as the account allows, each from another address. */
async function useUp(email = ada.email): Promise<void> {
  for (let i = 0; i < LIMITS.account.points; i++) expect(await attempt(stranger(), "wrong", email)).toBe(401);
}
/** The device as it is after the owner has signed in there once. */
async function ownDevice(owner = ada): Promise<Browser> {
  const browser = stranger();
  expect(await attempt(browser, PASSWORD, owner.email)).toBe(200);
  return browser;
}

describe("an account that strangers guess at", () => {
  it("is closed to them, the right password included, and says when to come back", async () => {
    await useUp();
    const answer = await stranger().send(signIn, "POST", { body: { email: ada.email, password: PASSWORD } });
    expect(answer).toMatchObject({ status: 429, json: { error: "too_many_requests" }, setCookies: [] });
    const wait = answer.headers.get("retry-after") ?? "";
    expect(wait).toMatch(/^\d+$/);
    expect(Number(wait)).toBeGreaterThan(0);
    expect(Number(wait)).toBeLessThanOrEqual(LIMITS.account.seconds);
  });

  it("is counted under every spelling of its address", async () => {
    const fullWidth = ada.email.replace(/[a-z]/g, (c) =>
      String.fromCodePoint((c.codePointAt(0) ?? 0) + 0xfee0),
    );
    for (const spelling of [
      ada.email,
      ada.email.toUpperCase(),
      ` ${ada.email}`,
      `${ada.email}\u3000`,
      fullWidth,
    ])
      for (let i = 0; i < LIMITS.account.points / 5; i++) await attempt(stranger(), "wrong", spelling);
    expect(await attempt(stranger(), PASSWORD)).toBe(429);
  });

  it("an unknown address is closed in the same way", async () => {
    await useUp("nobody@example.com");
    expect(await attempt(stranger(), "wrong", "nobody@example.com")).toBe(429);
    expect(await attempt(stranger(), PASSWORD)).toBe(200);
  });

  it("stays open to its owner's own device, which has a count of its own", async () => {
    const device = await ownDevice();
    await useUp();
    expect(await attempt(device, PASSWORD)).toBe(200);
    for (let i = 0; i < LIMITS.device.points; i++) expect(await attempt(device, "wrong")).toBe(401);
    expect(await attempt(device, PASSWORD)).toBe(429);
  });

  it("a device of somebody else, tampered with or made up, is worth nothing", async () => {
    const eve = await ownDevice(await app.createAccount());
    const genuine = await ownDevice();
    await useUp();
    const seal = genuine.cookie(app, "device") ?? "";
    const flash = await app.runtime
      .seal("flash")
      .encode({ token: `${ada.userId}.x`, expiresAt: new Date(Date.now() + 1e6) });
    const forged = [
      eve.cookie(app, "device") ?? "",
      `${seal.slice(0, 120)}${seal[120] === "A" ? "B" : "A"}${seal.slice(121)}`,
      `${ada.userId}.x`,
      flash,
    ];
    for (const value of forged) {
      const thief = stranger();
      thief.jar.set("__Host-device", value);
      expect(await attempt(thief, PASSWORD)).toBe(429);
    }
    expect(await attempt(genuine, PASSWORD)).toBe(200);
  });

  it("is forgiven after a success, and not by anyone else's", async () => {
    for (let i = 1; i < LIMITS.account.points; i++) await attempt(stranger(), "wrong");
    await ownDevice(await app.createAccount());
    await ownDevice();
    for (let i = 1; i < LIMITS.account.points; i++) expect(await attempt(stranger(), "wrong")).toBe(401);
    expect(await attempt(stranger(), PASSWORD)).toBe(200);
  });

  it("a right guess among them is answered only while attempts are left", async () => {
    const { check, fail } = app.runtime.throttle;
    let asked = 0;
    app.runtime.throttle.check = async (...args) => {
      // The third question is the first after the hash: as if others had used up what was left meanwhile.
      if (++asked === 3) for (let i = 0; i < LIMITS.account.points; i++) await fail("account", ada.email);
      return check(...args);
    };
    expect(await attempt(new Browser({ "x-forwarded-for": "198.51.100.250" }), PASSWORD)).toBe(429);
    app.runtime.throttle.check = check;
  });
});

describe("an address that guesses at many accounts", () => {
  /** As if it had failed so often already. */
  async function useUpAddress(ip: string, times: number = LIMITS.address.points): Promise<void> {
    for (const { name, shares } of networksOf(ip))
      for (let i = 0; i < times; i++) await app.runtime.throttle.fail("address", name, shares);
  }

  it("is stopped, and a success does not buy it more", async () => {
    const ip = "203.0.113.1";
    await useUpAddress(ip, LIMITS.address.points - 1);
    const eve = new Browser({ "x-forwarded-for": ip });
    const own = await app.createAccount();
    expect(await attempt(eve, PASSWORD, own.email)).toBe(200);
    eve.jar.clear();
    expect(await attempt(eve, "wrong", "a@example.com")).toBe(401);
    expect(await attempt(eve, PASSWORD, own.email)).toBe(429);
    expect(await attempt(stranger(), PASSWORD, own.email)).toBe(200);
  });

  it("has four times as many attempts from all the networks of its /48, and no more", async () => {
    for (let i = 0; i < 4; i++) await useUpAddress(`2001:db8:2:${i}::1`);
    expect(await attempt(new Browser({ "x-forwarded-for": "2001:db8:2:99::1" }), PASSWORD)).toBe(429);
    expect(await attempt(new Browser({ "x-forwarded-for": "2001:db8:3:99::1" }), PASSWORD)).toBe(200);
  });

  it("does not lock out a known device behind it", async () => {
    const device = await ownDevice();
    await useUpAddress(device.headers["x-forwarded-for"] ?? "");
    expect(await attempt(device, PASSWORD)).toBe(200);
  });
});

// An attempt that is turned away unchecked is in the log alone: a row for each would fill the table, and the time
// that it takes would tell who has an account.

/** All that the database has, table by table. */
function rows(): unknown {
  const { sqlite } = app.database;
  const tables = sqlite.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all();
  return tables.map((name) => [name, sqlite.prepare(`SELECT * FROM "${String(name)}"`).all()]);
}

it.each([
  ["a known account", () => ada.email],
  ["an unknown one", () => "nobody@example.com"],
])("of %s every failure is written down, and nothing of what is throttled", async (_, email) => {
  const before = rows();
  for (let i = 0; i < LIMITS.account.points; i++)
    expect(await attempt(stranger(), "wrong", email())).toBe(401);
  const closed = rows();
  expect(closed).not.toEqual(before);
  const logged = app.logged.length;
  for (const password of ["wrong", PASSWORD, "x"])
    expect(await attempt(stranger(), password, email())).toBe(429);
  expect(rows()).toEqual(closed);
  const lines = app.logged.slice(logged).filter((line) => line.includes('"event":"sign-in.throttled"'));
  expect(lines).toHaveLength(3);
  expect(lines.join("")).not.toContain("example.com");
});

it("nor of a confirmation that is throttled", async () => {
  const browser = new Browser();
  await browser.signIn(app, ada, "session");
  const give = async (password: string) =>
    (await browser.send(confirm, "POST", { body: { password } })).status;
  for (let i = 0; i < LIMITS.account.points; i++) expect(await give("wrong")).toBe(400);
  const closed = rows();
  expect(await give(PASSWORD)).toBe(429);
  expect(rows()).toEqual(closed);
});
