import { beforeEach, describe, expect, it } from "vitest";
import { GET as me } from "@/app/api/me/route";
import { DELETE, GET as probe } from "@/app/api/pair/[mode]/route";
import { POST as issue } from "@/app/api/pair/route";
import type { ModeName, Principal } from "@/lib/auth/contract";
import { useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";

const app = useApp();
let ada: Principal;
let browser: Browser;
beforeEach(async () => {
  ada = await app.createAccount();
  browser = new Browser();
  await browser.signIn(app, ada, "session");
  expect((await browser.send(issue, "POST", { body: {} })).status).toBe(201);
});
const MODES = ["session", "jwt"] as const;
const NAMES = {
  session: ["__Host-session", "__Host-pair-session"],
  jwt: ["__Host-access", "__Host-pair-access"],
} as const;
const ask = (mode: ModeName, from = browser) => from.send(probe, "GET", { params: { mode } });
const revoke = (mode: string, from = browser) => from.send(DELETE, "DELETE", { params: { mode } });

describe.each(MODES)("the %s half", (mode) => {
  const [appName, pairName] = NAMES[mode];

  it("is never accepted by the app, under any name or by Bearer", async () => {
    const half = browser.jar.get(pairName) ?? "";
    const stranger = new Browser();
    for (const name of ["__Host-session", "__Host-access"])
      expect((await stranger.send(me, "GET", { headers: { cookie: `${name}=${half}` } })).status).toBe(401);
    expect((await stranger.send(me, "GET", { headers: { authorization: `Bearer ${half}` } })).status).toBe(
      401,
    );
    expect((await ask(mode)).json).toMatchObject({ active: true, principal: { id: ada.userId } });
  });

  it("is nothing that a credential of the app passes for", async () => {
    const token = await new Browser().signIn(app, ada, mode);
    const forged = new Browser();
    forged.jar.set(pairName, token);
    expect(await ask(mode, forged)).toMatchObject({
      status: 401,
      json: { active: false, reason: "wrong_audience" },
    });
    const genuine = await forged.send(me, "GET", { headers: { cookie: `${appName}=${token}` } });
    expect(genuine.status).toBe(200);
  });

  it("of another person is not revoked by me", async () => {
    const eve = new Browser();
    await eve.signIn(app, await app.createAccount(), "session");
    eve.jar.set(pairName, browser.jar.get(pairName) ?? "");
    expect((await revoke(mode, eve)).status).toBe(404);
    expect((await ask(mode)).status).toBe(200);
    expect((await revoke(mode)).status).toBe(204);
    const { revokeOne } = app.runtime.pairAuth.modes[mode].guarantees(
      await app.runtime.settings.get(ada.userId),
    );
    expect((await ask(mode)).status).toBe(revokeOne === "immediate" ? 401 : 200);
  });
});

it("probes keep nothing alive and touch nothing", async () => {
  const { sqlite } = app.database;
  sqlite
    .prepare("UPDATE sessions SET last_seen_at = last_seen_at - 600000 WHERE user_id = ?")
    .run(ada.userId);
  const rows = () => sqlite.prepare("SELECT * FROM sessions WHERE user_id = ? ORDER BY id").all(ada.userId);
  const before = rows();
  await ask("session");
  await ask("jwt");
  expect(rows()).toEqual(before);
});

it.each(["", "JWT", "__proto__", "constructor", "../me", "session/"])("there is no half %j", async (mode) => {
  const got = await browser.send(probe, "GET", { params: { mode } });
  expect([got.status, (await revoke(mode)).status]).toEqual([404, 404]);
});

it("no more than twenty live at once", async () => {
  for (let i = 0; i < 25; i++) {
    for (const name of [...browser.jar.keys()].filter((key) => key.includes("pair")))
      browser.jar.delete(name);
    await browser.send(issue, "POST", { body: { accessTtlSeconds: 2 } });
  }
  expect(await app.runtime.pairAuth.modes.session.list(ada.userId)).toHaveLength(20);
  expect((await ask("session")).status).toBe(200);
});

it("no more than twenty either when sixty are issued at once", async () => {
  const answers = await Promise.all(
    Array.from({ length: 60 }, async () => {
      const tab = new Browser();
      tab.jar.set("__Host-session", browser.jar.get("__Host-session") ?? "");
      return (await tab.send(issue, "POST", { body: { accessTtlSeconds: 2 } })).status;
    }),
  );
  expect(new Set(answers)).toEqual(new Set([201]));
  for (const mode of MODES) expect(await app.runtime.pairAuth.modes[mode].list(ada.userId)).toHaveLength(20);
});
