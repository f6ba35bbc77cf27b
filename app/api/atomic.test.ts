import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ModeName, Principal } from "@/lib/auth/contract";
import { PASSWORD, useApp } from "@/lib/web/testing/app";
import { Browser, type Handler } from "@/lib/web/testing/browser";
import { copyOf, pass, useStillClock } from "@/lib/web/testing/lifecycle";
import { POST as deleteAccount } from "./account/delete/route";
import { POST as changePassword } from "./account/password/route";
import { promote } from "./admin/testing/admins";
import { PATCH as changeUser } from "./admin/users/[id]/route";
import { POST as endSignIns } from "./admin/users/[id]/sign-out/route";
import { POST as switchMode } from "./auth/mode/route";
import { POST as refresh } from "./auth/refresh/route";
import { POST as signIn } from "./auth/sign-in/route";
import { POST as signOut } from "./auth/sign-out/route";
import { POST as signOutEverywhere } from "./auth/sign-out-everywhere/route";
import { POST as signUp } from "./auth/sign-up/route";
import { DELETE as endDevice } from "./devices/[id]/route";
import { PATCH as changeSettings } from "./settings/route";

// What is done and what is written down about it are one: when the trail cannot be written, nothing has happened,
// and when the transaction cannot be finished, neither.

const app = useApp();
useStillClock();
let ada: Principal;
let bob: Principal;
let browser: Browser;
/** Another sign-in of Ada's. */
let device: string | undefined;
beforeEach(async () => {
  [ada, bob] = [await app.createAccount(), await app.createAccount()];
  browser = new Browser();
  for (const person of [ada, bob]) await new Browser().signIn(app, person, "session");
  device = (await app.runtime.auth.modes.session.list(ada.userId))[0]?.id;
});

const rename = (from: string, to: string) => app.database.sqlite.exec(`ALTER TABLE ${from} RENAME TO ${to}`);
/** Breaks something, and returns how to mend it. */
const faults: Record<string, () => () => void> = {
  "the trail cannot be written"() {
    rename("audit_events", "elsewhere");
    return () => void rename("elsewhere", "audit_events");
  },
  "the transaction cannot be finished"() {
    const { sqlite } = app.database;
    const exec = sqlite.exec.bind(sqlite);
    const spy = vi.spyOn(sqlite, "exec").mockImplementation((source) => {
      if (source === "COMMIT") throw Object.assign(new Error("disk I/O error"), { code: "SQLITE_IOERR" });
      return exec(source);
    });
    return () => spy.mockRestore();
  },
};

/** Every row of every table. */
function everything(): unknown {
  const { sqlite } = app.database;
  const tables = sqlite
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .pluck()
    .all();
  return tables.map((table) => [table, sqlite.prepare(`SELECT * FROM ${table}`).all()]);
}

interface More {
  method?: string;
  body?: () => object;
  params?: () => object;
}
type Act = [name: string, success: number, by: ModeName | "admin" | null, handler: Handler, more?: More];
const account = (more: object = {}) => ({ email: ada.email, password: PASSWORD, ...more });
const changed = { currentPassword: PASSWORD, newPassword: "another password of the tests" };
const settings = { jwt: { alg: "HS256" }, maxSignIns: 5 };
const acts: Act[] = [
  ["signing in", 200, null, signIn, { body: account }],
  ["a JWT in place of a session", 200, "session", signIn, { body: () => account({ mode: "jwt" }) }],
  ["a wrong password", 401, null, signIn, { body: () => account({ password: "mistyped" }) }],
  ["signing up", 201, null, signUp, { body: () => account({ email: `new-${ada.email}`, name: "New" }) }],
  ["signing out of a session", 204, "session", signOut],
  ["signing out of a JWT", 204, "jwt", signOut],
  ["signing out everywhere from a session", 200, "session", signOutEverywhere, { body: () => ({}) }],
  ["signing out everywhere from a JWT", 200, "jwt", signOutEverywhere, { body: () => ({}) }],
  ["switching to a JWT", 200, "session", switchMode, { body: () => ({ mode: "jwt" }) }],
  ["switching to a session", 200, "jwt", switchMode, { body: () => ({ mode: "session" }) }],
  ["changing settings", 200, "session", changeSettings, { method: "PATCH", body: () => settings }],
  ["a refresh", 200, "jwt", refresh],
  ["ending a device", 204, "session", endDevice, { method: "DELETE", params: () => ({ id: device }) }],
  ["changing the password", 204, "session", changePassword, { body: () => changed }],
  ["deleting the account", 204, "session", deleteAccount, { body: () => ({ password: PASSWORD }) }],
  [
    "changing somebody's role, and disabling them",
    200,
    "admin",
    changeUser,
    { method: "PATCH", params: () => ({ id: bob.userId }), body: () => ({ role: "admin", disabled: true }) },
  ],
  ["ending somebody's sign-ins", 200, "admin", endSignIns, { params: () => ({ id: bob.userId }) }],
];

describe.each(Object.entries(faults))("when %s", (_, breakIt) => {
  it.each(acts)(
    "%s changes nothing, and works afterwards",
    async (_name, success, by, handler, more = {}) => {
      if (by === "admin") await browser.signIn(app, await promote(app, ada), "session");
      else if (by) await browser.signIn(app, ada, by);
      const { method = "POST", body, params } = more;
      const send = () =>
        browser.send(handler, method, {
          ...(params && { params: { ...params() } }),
          ...(body && { body: body() }),
        });
      const [before, jar] = [everything(), new Map(browser.jar)];
      const mend = breakIt();
      const answer = await send();
      mend();
      expect(answer).toMatchObject({ status: 503, json: { error: "unavailable" }, setCookies: [] });
      expect(browser.jar).toEqual(jar);
      expect(everything()).toEqual(before);
      expect((await send()).status).toBe(success);
      expect(everything()).not.toEqual(before);
    },
  );

  it("a reuse that cannot be written down is not decided: neither signed out nor let in", async () => {
    await browser.signIn(app, ada, "jwt");
    const thief = copyOf(browser);
    await browser.send(refresh, "POST");
    pass(60);
    const before = everything();
    const mend = breakIt();
    const answer = await thief.send(refresh, "POST");
    mend();
    expect(answer).toMatchObject({ status: 503, setCookies: [] });
    expect(everything()).toEqual(before);
    expect((await thief.send(refresh, "POST")).status).toBe(401);
    expect((await browser.send(refresh, "POST")).status).toBe(401);
  });
});
