import { NextRequest } from "next/server";
import { beforeEach, describe, expect, it } from "vitest";
import { GET as exportActivity } from "@/app/api/activity/export/route";
import { GET as activity } from "@/app/api/activity/route";
import { GET as me } from "@/app/api/me/route";
import type { ModeName, Principal, SessionId } from "@/lib/auth/contract";
import { newSessionId } from "@/lib/auth/random";
import { AUDIT_KINDS, type AuditEvent } from "@/lib/stores/audit";
import { ORIGIN, useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";

const CLIENT = {
  ip: "192.0.2.7",
  userAgent:
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
};

const app = useApp();
let ada: Principal;
let bob: Principal;
let admin: Principal;
let browser: Browser;
beforeEach(async () => {
  [ada, bob, admin] = [await app.createAccount(), await app.createAccount(), await app.createAccount()];
  app.database.sqlite.prepare("UPDATE users SET role = 'admin' WHERE id = ?").run(admin.userId);
  admin = { ...admin, role: "admin" };
  browser = new Browser();
});

const record = (kind: AuditEvent["kind"], whom: Principal, more: Partial<AuditEvent> = {}) =>
  app.runtime.audit.record({ kind, userId: whom.userId, client: CLIENT, ...more });
const read = (query = "", by = browser) => by.send(activity, "GET", { path: `/api/activity${query}` });
/** The kinds in the answer to this query, and whose they are. */
async function seen(query = "", by = browser) {
  const { status, json } = await read(query, by);
  expect(status).toBe(200);
  const events = json.events as { kind: string; userId: string }[];
  return events.map(({ kind, userId }) => `${kind} ${userId}`);
}
async function download(query: string, by: Browser): Promise<string> {
  const request = new NextRequest(`${ORIGIN}/api/activity/export${query}`, {
    headers: by.requestHeaders({}),
  });
  return (await exportActivity(request, { params: Promise.resolve({}) })).text();
}
async function signedIn(whom: Principal, mode: ModeName = "session"): Promise<Browser> {
  const other = new Browser();
  await other.signIn(app, whom, mode);
  return other;
}

describe("whose trail", () => {
  it.each(["session", "jwt"] as const)(
    "with a %s, people read their own, whatever they ask for",
    async (mode) => {
      await browser.signIn(app, ada, mode);
      await record("sign-in", ada);
      await record("password.changed", bob);
      const own = [`sign-in ${ada.userId}`];
      for (const query of ["", `?user=${bob.userId}`, "?user=everyone", `?user=${ada.userId}`, "?user=%25"])
        expect(await seen(query)).toEqual(own);
      expect(await seen("", await signedIn(bob, mode))).toEqual([`password.changed ${bob.userId}`]);
    },
  );

  it("a demoted admin reads their own again, whatever an old JWT says", async () => {
    const by = await signedIn(admin, "jwt");
    await record("sign-in", ada);
    expect(await seen(`?user=${ada.userId}`, by)).toEqual([`sign-in ${ada.userId}`]);
    await app.runtime.accounts.setRole(admin.userId, "user");
    expect((await by.send(me, "GET")).json).toMatchObject({ user: { role: "admin" } });
    for (const query of ["", `?user=${ada.userId}`, "?user=everyone"])
      expect(await seen(query, by)).toEqual([]);
  });

  it("an admin's sign-in that was ended reads their own, while its JWT is still accepted", async () => {
    const [by, live] = [await signedIn(admin, "jwt"), await signedIn(admin, "jwt")];
    await record("sign-in", ada);
    const act = { actorId: bob.userId };
    await record("account.enabled", admin, act);
    const own = [`account.enabled ${admin.userId}`];
    expect(await seen("?user=everyone&limit=2", by)).toEqual([...own, `sign-in ${ada.userId}`]);
    const { sessionId } = (await by.send(me, "GET")).json.auth as { sessionId: SessionId };
    await app.runtime.auth.modes.jwt.revoke(admin.userId, sessionId);
    expect((await by.send(me, "GET")).json).toMatchObject({ user: { role: "admin" } });
    for (const query of ["?user=everyone", `?user=${ada.userId}`, ""]) {
      expect(await seen(query, by)).toEqual(own);
      const exported = await download(query, by);
      expect([exported.includes(ada.userId), exported.includes(admin.userId)]).toEqual([false, true]);
    }
    // Where another admin acted from is not for them either.
    expect((await read("", by)).json.events).toMatchObject([{ ip: null }]);
    expect((await read("", live)).json.events).toMatchObject([{ ip: CLIENT.ip }]);
    expect(await seen(`?user=${ada.userId}`, live)).toEqual([`sign-in ${ada.userId}`]);
  });

  it("an admin reads their own, one person's or everyone's", async () => {
    await record("sign-in", ada);
    await record("sign-out", bob);
    await record("refreshed", admin);
    const by = await signedIn(admin);
    expect(await seen("", by)).toEqual([`refreshed ${admin.userId}`]);
    expect(await seen(`?user=${ada.userId}`, by)).toEqual([`sign-in ${ada.userId}`]);
    expect(await seen("?user=nobody-at-all", by)).toEqual([]);
    const everyones = await seen("?user=everyone&limit=3", by);
    expect(everyones).toEqual([
      `refreshed ${admin.userId}`,
      `sign-out ${bob.userId}`,
      `sign-in ${ada.userId}`,
    ]);
  });

  it("the owner learns which admin acted, and not from where; an admin sees both", async () => {
    const act = { actorId: admin.userId, detail: { from: "user", to: "admin" } };
    await record("role.changed", ada, act);
    const shared = { kind: "role.changed", userId: ada.userId, actorId: admin.userId, detail: act.detail };
    const own = (await read("", await signedIn(ada))).json.events;
    expect(own).toEqual([expect.objectContaining({ ...shared, ip: null, userAgent: null, label: null })]);
    const admins = (await read(`?user=${ada.userId}`, await signedIn(admin))).json.events;
    expect(admins).toEqual([expect.objectContaining({ ...shared, ...CLIENT, label: "Chrome on Linux" })]);
  });
});

describe("an answer", () => {
  it("has every fact of an event and nothing else", async () => {
    const sessionId = newSessionId();
    await record("sign-in", ada, { sessionId, mode: "jwt", detail: { newDevice: true } });
    await browser.signIn(app, ada, "session");
    const { json, headers } = await read();
    expect(json).toEqual({
      events: [
        {
          id: expect.any(Number),
          at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
          kind: "sign-in",
          userId: ada.userId,
          actorId: null,
          sessionId,
          mode: "jwt",
          ...CLIENT,
          label: "Chrome on Linux",
          detail: { newDevice: true },
        },
      ],
      next: null,
    });
    expect(headers.get("cache-control")).toBe("private, no-store");
  });

  it("has 50 events unless told otherwise, and leads to the rest", async () => {
    for (let i = 0; i < 60; i++) await record(i % 2 ? "sign-in" : "sign-out", ada);
    await browser.signIn(app, ada, "session");
    const first = (await read()).json;
    expect(first.events).toHaveLength(50);
    const rest = (await read(`?cursor=${first.next}`)).json;
    expect([(rest.events as unknown[]).length, rest.next]).toEqual([10, null]);
    expect(await seen("?kind=sign-in&limit=100")).toHaveLength(30);
    expect(await seen("?kind=sign-in&kind=sign-out&limit=100")).toHaveLength(60);
    expect(await seen("?kind=refreshed")).toEqual([]);
    for (const kind of AUDIT_KINDS) expect((await read(`?kind=${kind}`)).status).toBe(200);
  });

  it.each([
    ["?kind=sign-in&kind=nonsense", "kind.1"],
    ["?kind=__proto__", "kind.0"],
    ["?cursor=12", "cursor"],
    ["?cursor=1&cursor=2", "cursor"],
    ["?limit=0", "limit"],
    ["?limit=101", "limit"],
    ["?limit=NaN", "limit"],
    ["?limit=", "limit"],
    ["?user=a&user=b", "user"],
    [`?user=${"x".repeat(65)}`, "user"],
  ])("%s is an invalid request that names %s", async (query, field) => {
    await browser.signIn(app, ada, "session");
    const { status, json } = await read(query);
    expect([status, json.error, Object.keys(json.fields ?? {})]).toEqual([400, "invalid_request", [field]]);
    expect((await read("?something=else")).status).toBe(200);
  });
});
