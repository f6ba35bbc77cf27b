import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { requestOf } from "@/e2e/support/route-manifest";
import type { ModeName } from "@/lib/auth/contract";
import { startApp, type TestApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { allRoutes, type Route } from "@/lib/web/testing/routes";

// Faults of the store are answered 503: never 401, which would sign people out, and never 200.

const routes = await allRoutes();
const byName = (name: string) => {
  const route = routes.find((candidate) => candidate.name === name);
  if (!route) throw new Error(`There is no ${name}.`);
  return route;
};
const NO_STORE = new Map([
  ["GET /api/ping", 200],
  ["GET /.well-known/jwks.json", 200],
  ["GET /metrics", 404],
]);
/** The labs' live addresses ask the store of a run, never the app's; there is no run here. */
const needStore = routes.filter(({ name }) => !NO_STORE.has(name) && !name.includes("/api/labs/live/"));
/** A JWT is checked without the store, so these may answer whoever brings one. */
const CHECKED_WITHOUT = ["GET /api/me", "GET /api/pair", "GET /api/pair/[mode]", "DELETE /api/pair/[mode]"];

let app: TestApp;
let browser: Browser;
beforeEach(async () => {
  app = await startApp();
  browser = new Browser();
});
afterEach(() => app.stop());

/** As an admin, who is turned away from nothing. */
async function signIn(mode: ModeName): Promise<void> {
  const account = await app.createAccount();
  await app.runtime.accounts.setRole(account.userId, "admin");
  await browser.signIn(app, { ...account, role: "admin" }, mode);
  await browser.send(byName("POST /api/pair").handler, "POST", { body: {} });
}
async function call({ name, method, handler }: Route) {
  const { params = {}, query = "", body } = await requestOf(name);
  return browser.send(handler, method, { params, path: `/${query}`, body });
}
async function expectUnavailable(route: Route): Promise<void> {
  const jar = new Map(browser.jar);
  const { status, json, setCookies } = await call(route);
  expect([route.name, status]).toEqual([route.name, 503]);
  expect(json).toMatchObject(
    route.name === "GET /api/health" ? { stores: { database: "unavailable" } } : { error: "unavailable" },
  );
  expect([setCookies, browser.jar]).toEqual([[], jar]);
}

describe.each<[string, (app: TestApp) => void]>([
  ["closed", ({ database }) => void database.sqlite.close()],
  [
    "without tables",
    ({ database }) => {
      database.sqlite.pragma("foreign_keys = OFF");
      const tables = database.sqlite
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        .pluck()
        .all();
      for (const table of tables) database.sqlite.exec(`DROP TABLE ${table}`);
    },
  ],
])("with the database %s", (_, destroy) => {
  it("every handler answers 503 to a session, and says no more", async () => {
    await signIn("session");
    expect((await call(byName("GET /api/me"))).status).toBe(200);
    destroy(app);
    for (const route of needStore) await expectUnavailable(route);
    for (const [name, status] of NO_STORE) expect((await call(byName(name))).status).toBe(status);
    expect(app.logged.join("")).not.toMatch(/params|example\.com/);
  });

  it("a JWT still says who somebody is, and gets 503 for everything else", async () => {
    await signIn("jwt");
    // Without the session half: its check needs the store.
    for (const name of [...browser.jar.keys()]) if (name.includes("pair-session")) browser.jar.delete(name);
    destroy(app);
    expect((await call(byName("GET /api/me"))).status).toBe(200);
    for (const route of needStore.filter(({ name }) => !CHECKED_WITHOUT.includes(name)))
      await expectUnavailable(route);
  });
});

describe("with the database locked by another process", () => {
  it("writes answer 503 and leave nothing half-done, reads go on, and all is well afterwards", async () => {
    await signIn("session");
    app.database.sqlite.pragma("busy_timeout = 10");
    const snapshot = () => [...browser.jar, ...app.database.sqlite.prepare("SELECT * FROM settings").all()];
    const before = snapshot();
    const other = new Database(app.databaseFile);
    other.exec("BEGIN IMMEDIATE");
    const writing = [
      "POST /api/auth/sign-in",
      "POST /api/auth/sign-up",
      "POST /api/auth/sign-out",
      "POST /api/auth/sign-out-everywhere",
      "POST /api/auth/mode",
      "POST /api/auth/confirm",
      "POST /api/account/password",
      "POST /api/account/delete",
      "PATCH /api/settings",
      "POST /api/pair",
      "DELETE /api/pair/[mode]",
      "POST /api/labs/[lab]/runs",
    ];
    for (const name of writing) await expectUnavailable(byName(name));
    for (const name of ["GET /api/me", "GET /api/settings", "GET /api/health"])
      expect([name, (await call(byName(name))).status]).toEqual([name, 200]);
    other.exec("ROLLBACK");
    other.close();
    expect(snapshot()).toEqual(before);
    expect((await call(byName("POST /api/auth/mode"))).status).toBe(200);
  });
});

it("a server that cannot start answers 503 and nothing else", async () => {
  await signIn("session");
  const key = Symbol.for("coatcheck.runtime");
  const failing = Promise.reject(Object.assign(new Error("cannot open"), { code: "SQLITE_CANTOPEN" }));
  failing.catch(() => {});
  Object.assign(globalThis, { [key]: failing });
  for (const name of ["GET /api/me", "POST /api/auth/sign-out", "GET /api/health"])
    await expectUnavailable(byName(name));
});
