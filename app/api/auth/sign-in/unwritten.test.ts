import { beforeEach, expect, it } from "vitest";
import { POST as confirm } from "@/app/api/auth/confirm/route";
import type { Principal } from "@/lib/auth/contract";
import { LIMITS } from "@/lib/throttle/throttle";
import { PASSWORD, useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { POST as signIn } from "./route";

// An attempt that is turned away unchecked is in the log alone: a row for each would fill the table, and the time
// that it takes would tell who has an account.

const app = useApp();
let ada: Principal;
beforeEach(async () => {
  app.runtime.database.sqlite.exec("DELETE FROM rate_limits");
  ada = await app.createAccount();
});

let hosts = 0;
const attempt = async (email: string, password = "wrong") => {
  const browser = new Browser({ "x-forwarded-for": `198.51.100.${++hosts}` });
  return (await browser.send(signIn, "POST", { body: { email, password } })).status;
};
/** All that the database has, table by table. */
function rows(): unknown {
  const { sqlite } = app.runtime.database;
  const tables = sqlite.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all();
  return tables.map((name) => [name, sqlite.prepare(`SELECT * FROM "${String(name)}"`).all()]);
}

it.each([
  ["a known account", () => ada.email],
  ["an unknown one", () => "nobody@example.com"],
])("of %s every failure is written down, and nothing of what is throttled", async (_, email) => {
  const before = rows();
  for (let i = 0; i < LIMITS.account.points; i++) expect(await attempt(email())).toBe(401);
  const closed = rows();
  expect(closed).not.toEqual(before);
  const logged = app.logged.length;
  for (const password of ["wrong", PASSWORD, "x"]) expect(await attempt(email(), password)).toBe(429);
  expect(rows()).toEqual(closed);
  const lines = app.logged.slice(logged).filter((line) => line.includes('"event":"sign-in.throttled"'));
  expect(lines).toHaveLength(3);
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
