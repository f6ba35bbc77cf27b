import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ModeName, Principal } from "@/lib/auth/contract";
import { PASSWORD, useApp } from "@/lib/web/testing/app";
import { Browser, type Handler } from "@/lib/web/testing/browser";
import { copyOf, pass, useStillClock } from "@/lib/web/testing/lifecycle";
import { POST as deleteAccount } from "./account/delete/route";
import { POST as changePassword } from "./account/password/route";
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
let browser: Browser;
beforeEach(async () => {
  ada = await app.createAccount();
  browser = new Browser();
});

const rename = (from: string, to: string) =>
  app.runtime.database.sqlite.exec(`ALTER TABLE ${from} RENAME TO ${to}`);
/** Breaks something, and returns how to mend it. */
const faults: Record<string, () => () => void> = {
  "the trail cannot be written"() {
    rename("audit_events", "elsewhere");
    return () => void rename("elsewhere", "audit_events");
  },
  "the transaction cannot be finished"() {
    const { sqlite } = app.runtime.database;
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
  const { sqlite } = app.runtime.database;
  const tables = sqlite
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .pluck()
    .all();
  return tables.map((table) => [table, sqlite.prepare(`SELECT * FROM ${table}`).all()]);
}

interface Act {
  name: string;
  handler: Handler;
  method?: string;
  mode?: ModeName;
  body?: () => object;
  /** Is it done to another sign-in of the same person? */
  device?: boolean;
  success: number;
}
const password = () => ({ email: ada.email, password: PASSWORD });
const acts: Act[] = [
  { name: "signing in", handler: signIn, body: password, success: 200 },
  {
    name: "signing in with a JWT in place of a session",
    handler: signIn,
    mode: "session",
    success: 200,
    body: () => ({ ...password(), mode: "jwt" }),
  },
  {
    name: "a wrong password",
    handler: signIn,
    success: 401,
    body: () => ({ ...password(), password: "mistyped" }),
  },
  {
    name: "signing up",
    handler: signUp,
    success: 201,
    body: () => ({ email: `new-${ada.email}`, password: PASSWORD, name: "New" }),
  },
  { name: "signing out of a session", handler: signOut, mode: "session", success: 204 },
  { name: "signing out of a JWT", handler: signOut, mode: "jwt", success: 204 },
  ...(["session", "jwt"] as const).map((mode) => ({
    name: `signing out everywhere from a ${mode}`,
    handler: signOutEverywhere,
    mode,
    success: 200,
    body: () => ({}),
  })),
  {
    name: "switching to a JWT",
    handler: switchMode,
    mode: "session",
    success: 200,
    body: () => ({ mode: "jwt" }),
  },
  {
    name: "switching to a session",
    handler: switchMode,
    mode: "jwt",
    success: 200,
    body: () => ({ mode: "session" }),
  },
  {
    name: "changing settings",
    handler: changeSettings,
    method: "PATCH",
    mode: "session",
    success: 200,
    body: () => ({ jwt: { alg: "HS256" }, maxSignIns: 5 }),
  },
  { name: "a refresh", handler: refresh, mode: "jwt", success: 200 },
  {
    name: "ending a device",
    handler: endDevice,
    method: "DELETE",
    mode: "session",
    device: true,
    success: 204,
  },
  {
    name: "changing the password",
    handler: changePassword,
    mode: "session",
    body: () => ({ currentPassword: PASSWORD, newPassword: "another password of the tests" }),
    success: 204,
  },
  {
    name: "deleting the account",
    handler: deleteAccount,
    mode: "session",
    body: () => ({ password: PASSWORD }),
    success: 204,
  },
];

describe.each(Object.entries(faults))("when %s", (_, breakIt) => {
  it.each(acts)("$name changes nothing, and works afterwards", async ({ handler, mode, body, ...act }) => {
    if (mode) await browser.signIn(app, ada, mode);
    const [own] = await app.runtime.auth.modes.session.list(ada.userId);
    await new Browser().signIn(app, ada, "session");
    const signIns = await app.runtime.auth.modes.session.list(ada.userId);
    const params = act.device ? { id: signIns.find(({ id }) => id !== own?.id)?.id } : {};
    const send = () => browser.send(handler, act.method ?? "POST", { params, ...(body && { body: body() }) });
    const [before, jar] = [everything(), new Map(browser.jar)];
    const mend = breakIt();
    const answer = await send();
    mend();
    expect(answer).toMatchObject({ status: 503, json: { error: "unavailable" }, setCookies: [] });
    expect(browser.jar).toEqual(jar);
    expect(everything()).toEqual(before);
    expect((await send()).status).toBe(act.success);
    expect(everything()).not.toEqual(before);
  });

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
