import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Principal } from "@/lib/auth/contract";
import { useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { pass } from "@/lib/web/testing/lifecycle";
import { calledBy, destination } from "@/lib/web/testing/next-headers";
import { saveSettingsAction } from "./actions";

// The form saves all or nothing: a switch of modes that is refused takes the rest back, as the page says.

const app = useApp();
let ada: Principal;
let browser: Browser;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  ada = await app.createAccount();
  browser = new Browser();
  calledBy(browser);
});
afterEach(() => void vi.useRealTimers());

const FIELDS = {
  authMode: "session",
  "jwt.alg": "HS256",
  "jwt.accessTtlSeconds": "60",
  "jwt.revocation": "denylist",
  "jwt.refreshIdleSeconds": "604800",
  "jwt.refreshAbsoluteSeconds": "60",
  maxSignIns: "3",
  "session.idleTimeoutSeconds": "1800",
  "session.absoluteTimeoutSeconds": "43200",
  "session.cacheSeconds": "0",
};
function save(changes: Record<string, string>) {
  const data = new FormData();
  for (const [name, value] of Object.entries({ ...FIELDS, ...changes })) data.set(name, value);
  return saveSettingsAction({}, data);
}
const state = async () => {
  const { events } = await app.runtime.audit.list({ userId: ada.userId, limit: 200 });
  // What was entered is kept for the page after the password; that is no credential.
  const credentials = [...browser.jar].filter(([name]) => name !== "__Host-flash");
  return [await app.runtime.settings.get(ada.userId), new Map(credentials), events.length];
};

it("one that asks for the password first saves nothing", async () => {
  await browser.signIn(app, ada, "session");
  pass(61);
  const before = await state();
  expect(await destination(() => save({ authMode: "jwt" }))).toMatch(/^\/confirm/);
  expect(await state()).toEqual(before);
  expect(await destination(() => save({ authMode: "jwt", "jwt.refreshAbsoluteSeconds": "120" }))).toMatch(
    /^\/settings/,
  );
  expect((await state())[0]).toMatchObject({ authMode: "jwt", jwt: { alg: "HS256" }, maxSignIns: 3 });
});

it("one of an account that was disabled meanwhile saves nothing", async () => {
  await browser.signIn(app, ada, "jwt");
  const disable = app.runtime.database.sqlite.prepare("UPDATE users SET disabled_at = ? WHERE id = ?");
  disable.run(1, ada.userId);
  const before = await state();
  expect(await save({})).toMatchObject({ error: expect.stringContaining("Nothing was changed") });
  expect(await state()).toEqual(before);
  disable.run(null, ada.userId);
  expect(await destination(() => save({}))).toMatch(/^\/settings/);
  expect((await state())[0]).toMatchObject({ authMode: "session", jwt: { alg: "HS256" } });
});

it("one whose transaction cannot be finished hands out no cookie", async () => {
  await browser.signIn(app, ada, "session");
  const before = await state();
  const { sqlite } = app.runtime.database;
  const exec = sqlite.exec.bind(sqlite);
  const spy = vi.spyOn(sqlite, "exec").mockImplementation((source) => {
    if (source === "COMMIT") throw Object.assign(new Error("disk I/O error"), { code: "SQLITE_IOERR" });
    return exec(source);
  });
  expect(await save({ authMode: "jwt" })).toMatchObject({ error: expect.stringContaining("store") });
  spy.mockRestore();
  expect(await state()).toEqual(before);
  expect(await destination(() => save({ authMode: "jwt" }))).toMatch(/^\/settings/);
});
