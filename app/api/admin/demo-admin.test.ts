import { NextRequest } from "next/server";
import { beforeEach, describe, expect, it } from "vitest";
import { POST as deleteAccount } from "@/app/api/account/delete/route";
import { GET as exportActivity } from "@/app/api/activity/export/route";
import { GET as activity } from "@/app/api/activity/route";
import type { ModeName, Principal } from "@/lib/auth/contract";
import { ORIGIN, PASSWORD, useApp } from "@/lib/web/testing/app";
import type { Browser } from "@/lib/web/testing/browser";
import { changeUser, demoteAll, listUsers, promote, signedIn, signOutUser } from "./testing/admins";

// Any visitor can be the demo admin. So a demo admin reaches demo accounts: of real ones it learns nothing and
// changes nothing, and what it may do ends with the demo.

const app = useApp();
/** A real account, a demo account, and an admin of each kind. */
let ada: Principal;
let alice: Principal;
let boss: Principal;
let demoBoss: Principal;
beforeEach(async () => {
  demoteAll(app);
  app.database.sqlite.exec("DELETE FROM demo_accounts");
  [ada, alice] = [await app.createAccount(), await app.createAccount()];
  boss = await promote(app, await app.createAccount());
  demoBoss = await promote(app, await app.createAccount());
  for (const account of [alice, demoBoss]) app.makeDemo(account);
});

const state = async (of: Principal) => [
  await app.runtime.accounts.summary(of.userId),
  await app.runtime.auth.modes.session.list(of.userId),
  (await app.runtime.audit.list({ userId: of.userId, limit: 10 })).events,
];
const ids = (json: object) => (json as { users: { id: string }[] }).users.map(({ id }) => id).sort();
const seen = async (by: Browser, user: string) => {
  const { json } = await by.send(activity, "GET", { path: `/api/activity?user=${user}&limit=100` });
  return json.events as { userId: string; kind: string; ip: string | null }[];
};
const ACTS: [name: string, act: (by: Browser, id: string) => Promise<{ status: number; json: object }>][] = [
  ["making an admin", (by, id) => changeUser(by, id, { role: "admin" })],
  ["disabling", (by, id) => changeUser(by, id, { disabled: true })],
  ["ending sign-ins", signOutUser],
];

describe.each<ModeName>(["session", "jwt"])("a demo admin signed in with a %s", (mode) => {
  it.each(ACTS)("%s: a real account is as unknown, a demo account can be played with", async (_, act) => {
    const [by, real] = [await signedIn(app, demoBoss, mode), await signedIn(app, boss, mode)];
    for (const whom of [ada, alice]) await signedIn(app, whom, "session");
    const before = [await state(ada), await state(boss)];
    for (const id of [ada.userId, boss.userId, "nobody"]) {
      const { status, json } = await act(by, id);
      expect([status, json]).toEqual([404, { error: "not_found" }]);
    }
    expect([await state(ada), await state(boss)]).toEqual(before);
    expect((await act(by, alice.userId)).status).toBe(200);
    expect((await act(real, ada.userId)).status).toBe(200);
  });

  it("sees demo accounts and nobody else, also by searching and with a cursor", async () => {
    const by = await signedIn(app, demoBoss, mode);
    const demo = [alice.userId, demoBoss.userId].sort();
    const { json } = await listUsers(by, "?limit=100");
    expect([json.demoOnly, ids(json)]).toEqual([true, demo]);
    expect(JSON.stringify(json)).not.toContain(ada.email);
    expect((await listUsers(by, `?search=${ada.email}`)).json).toMatchObject({ users: [], next: null });
    expect((await listUsers(by, `?cursor=${ada.userId}`)).status).toBe(400);
    const real = await listUsers(await signedIn(app, boss, mode), "?limit=100");
    expect(real.json.demoOnly).toBe(false);
    expect(ids(real.json)).toEqual(expect.arrayContaining([ada.userId, boss.userId, ...demo]));
  });

  it("reads the trails of demo accounts and nobody else's, in exports too, and no real admin's address", async () => {
    const client = { ip: "192.0.2.7", userAgent: "Test/1.0" };
    await app.runtime.audit.record({ kind: "sign-in", userId: ada.userId, client });
    await app.runtime.audit.record({ kind: "sign-in", userId: alice.userId, client });
    const act = { kind: "account.enabled", userId: alice.userId, actorId: boss.userId, client } as const;
    await app.runtime.audit.record(act);
    const by = await signedIn(app, demoBoss, mode);
    expect(await seen(by, ada.userId)).toEqual([]);
    expect(await seen(by, "nobody")).toEqual([]);
    const alices = [
      expect.objectContaining({ kind: "account.enabled", userId: alice.userId, ip: null }),
      expect.objectContaining({ kind: "sign-in", userId: alice.userId, ip: client.ip }),
    ];
    expect(await seen(by, alice.userId)).toEqual(alices);
    expect(await seen(by, "everyone")).toEqual(alices);
    for (const user of ["everyone", ada.userId]) {
      const request = new NextRequest(`${ORIGIN}/api/activity/export?user=${user}`, {
        headers: by.requestHeaders({}),
      });
      const answer = await exportActivity(request, { params: Promise.resolve({}) });
      const { events }: { events: { userId: string }[] } = await answer.json();
      expect(events.map(({ userId }) => userId)).toEqual(
        user === "everyone" ? Array(2).fill(alice.userId) : [],
      );
    }
    const real = await signedIn(app, boss, mode);
    expect(await seen(real, ada.userId)).toMatchObject([{ userId: ada.userId, ip: client.ip }]);
    expect(await seen(real, alice.userId)).toMatchObject([{ ip: client.ip }, { ip: client.ip }]);
  });

  it("whoever it makes an admin is a demo admin as well", async () => {
    const by = await signedIn(app, demoBoss, mode);
    expect((await changeUser(by, alice.userId, { role: "admin" })).status).toBe(200);
    const made = await signedIn(app, { ...alice, role: "admin" }, mode);
    expect((await listUsers(made, "?limit=100")).json.demoOnly).toBe(true);
    expect((await changeUser(made, ada.userId, { role: "admin" })).status).toBe(404);
  });
});

describe("the last real admin stays, whatever demo admins there are:", () => {
  it("they do not stand in for it", async () => {
    const by = await signedIn(app, boss, "session");
    expect((await changeUser(by, boss.userId, { disabled: true })).json).toEqual({ error: "last_admin" });
    const gone = () => by.send(deleteAccount, "POST", { body: { password: PASSWORD } });
    expect((await gone()).json).toEqual({ error: "last_admin" });
    await promote(app, ada);
    expect((await gone()).status).toBe(204);
  });

  it("it can do without any of them", async () => {
    const by = await signedIn(app, boss, "session");
    expect((await changeUser(by, demoBoss.userId, { role: "user" })).status).toBe(200);
  });
});
