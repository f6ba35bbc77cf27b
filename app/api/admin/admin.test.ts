import { beforeEach, describe, expect, it } from "vitest";
import { POST as refresh } from "@/app/api/auth/refresh/route";
import { GET as me } from "@/app/api/me/route";
import type { Principal, UserId } from "@/lib/auth/contract";
import { useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { trailOf } from "@/lib/web/testing/lifecycle";
import { createVariantAccount, signInSince, VARIANTS, worthOf } from "@/lib/web/testing/variants";
import { changeUser, demoteAll, listUsers, promote, signedIn, signOutUser, view } from "./testing/admins";

const app = useApp();
let ada: Principal;
let boss: Principal;
let admin: Browser;
beforeEach(async () => {
  demoteAll(app);
  [ada, boss] = [await app.createAccount(), await promote(app, await app.createAccount())];
  admin = await signedIn(app, boss, "session");
});

const adminKinds = ["role.changed", "account.disabled", "account.enabled", "account.signed-out"];
/** What admins did to an account, as its trail has it. */
async function acts(whom: Principal) {
  const trail = await trailOf(app, whom);
  return trail
    .filter(({ kind }) => adminKinds.includes(kind))
    .map(({ kind, actorId, detail, client }) => ({ kind, actorId, detail, ip: client.ip }));
}
const act = (kind: string, detail: object) => ({ kind, actorId: boss.userId, detail, ip: "192.0.2.1" });

describe.each(VARIANTS)("of somebody signed in with $name", (variant) => {
  beforeEach(async () => {
    ada = await createVariantAccount(app, variant);
  });

  it.each([
    ["a changed role", { role: "admin" }, "role.changed", { from: "user", to: "admin", ended: 2 }],
    ["a disabled account", { disabled: true }, "account.disabled", { ended: 2 }],
  ] as const)(
    "%s ends every sign-in as guaranteed, and the trail says who did it",
    async (_, change, kind, detail) => {
      const [one, other] = [await signedIn(app, ada, variant.mode), await signedIn(app, ada, variant.mode)];
      const bystander = await signedIn(app, await app.createAccount(), variant.mode);
      const old = new Map(one.jar);
      for (const browser of [one, other]) expect((await browser.send(me, "GET")).status).toBe(200);
      const answer = await changeUser(admin, ada.userId, change);
      expect([answer.status, answer.json]).toEqual([200, { user: view(ada, change) }]);
      // The access token alone, as somebody who copied it: nothing renews it.
      for (const browser of [one, other]) {
        browser.jar.delete(app.runtime.cookies.name("refresh"));
        expect((await browser.send(me, "GET")).status).toBe(await worthOf(app, ada, variant));
      }
      const whole = new Browser();
      for (const [name, value] of old) whole.jar.set(name, value);
      expect((await whole.send(refresh, "POST")).status).toBe(401);
      expect(await acts(ada)).toEqual([act(kind, detail)]);
      expect((await bystander.send(me, "GET")).status).toBe(200);
      expect((await admin.send(me, "GET")).status).toBe(200);
    },
  );

  it("ending the sign-ins ends all of both modes, says how many, and changes nothing else", async () => {
    const [one] = [
      await signedIn(app, ada, variant.mode),
      await signedIn(app, ada, "session"),
      await signedIn(app, ada, "jwt"),
    ];
    expect((await one.send(me, "GET")).status).toBe(200);
    const answer = await signOutUser(admin, ada.userId);
    expect([answer.status, answer.json]).toEqual([200, { revoked: 3 }]);
    expect((await listUsers(admin, `?search=${ada.email}`)).json.users).toEqual([view(ada)]);
    expect(await acts(ada)).toEqual([act("account.signed-out", { ended: 3 })]);
    const again = await signOutUser(admin, ada.userId);
    expect([again.json, (await acts(ada)).length]).toEqual([{ revoked: 0 }, 1]);
    expect((await (await signedIn(app, ada, variant.mode)).send(me, "GET")).status).toBe(200);
  });

  it("what is so already ends nothing and leaves no trace, and enabling ends nothing", async () => {
    const browser = await signedIn(app, ada, variant.mode);
    for (const change of [
      {},
      { role: "user" },
      { disabled: false },
      { role: "user", disabled: false, id: "x", email: "x" },
    ])
      expect((await changeUser(admin, ada.userId, change)).json).toMatchObject({
        user: { role: "user", email: ada.email },
      });
    expect(await acts(ada)).toEqual([]);
    expect((await browser.send(me, "GET")).status).toBe(200);
    await app.runtime.accounts.setDisabled(ada.userId, new Date());
    expect((await changeUser(admin, ada.userId, { disabled: false })).json).toMatchObject({
      user: { disabled: false },
    });
    expect(await acts(ada)).toEqual([act("account.enabled", {})]);
    expect((await browser.send(refresh, "POST")).status).toBe(200);
    expect((await browser.send(me, "GET")).status).toBe(200);
  });
});

describe("an act", () => {
  it("wants the password of the last 15 minutes; reading does not", async () => {
    const late = new Browser();
    await signInSince(app, late, boss, "session", 16);
    for (const answer of [
      await changeUser(late, ada.userId, { role: "admin" }),
      await signOutUser(late, ada.userId),
    ])
      expect([answer.status, answer.json]).toEqual([403, { error: "reauthentication_required" }]);
    expect((await listUsers(late)).status).toBe(200);
    const early = new Browser();
    await signInSince(app, early, boss, "session", 14);
    expect((await changeUser(early, ada.userId, { role: "admin" })).status).toBe(200);
    expect(await acts(ada)).toHaveLength(1);
  });

  it.each([
    { role: "root" },
    { role: null },
    { role: ["admin"] },
    { disabled: "true" },
    { disabled: 1 },
    { role: "admin", disabled: null },
  ])("%j is an invalid request, and nothing is changed", async (body) => {
    expect((await changeUser(admin, ada.userId, body)).status).toBe(400);
    expect((await listUsers(admin, `?search=${ada.email}`)).json.users).toEqual([view(ada)]);
  });

  it("on an account that does not exist answers 404", async () => {
    for (const id of ["", "nobody", "x".repeat(5_000), "' OR 1=1 --", "\0", "__proto__", `${ada.userId} `])
      for (const answer of [await changeUser(admin, id, { role: "admin" }), await signOutUser(admin, id)])
        expect([answer.status, answer.json]).toEqual([404, { error: "not_found" }]);
    expect((await changeUser(admin, ada.userId, { role: "admin" })).status).toBe(200);
  });
});

describe("one admin always stays", () => {
  const admins = () => app.runtime.accounts.countOtherAdmins("nobody" as UserId, { demo: false });

  it("nobody demotes or disables themselves, the last admin least of all", async () => {
    for (const change of [{ role: "user" }, { disabled: true }, { role: "user", disabled: true }]) {
      const last = await changeUser(admin, boss.userId, change);
      expect([last.status, last.json]).toEqual([409, { error: "last_admin" }]);
    }
    const other = await promote(app, await app.createAccount());
    for (const change of [{ role: "user" }, { disabled: true }]) {
      const own = await changeUser(admin, boss.userId, change);
      expect([own.status, own.json]).toEqual([409, { error: "own_account" }]);
    }
    // A disabled admin is none.
    expect((await changeUser(admin, other.userId, { disabled: true })).status).toBe(200);
    expect((await changeUser(admin, boss.userId, { role: "user" })).json).toEqual({ error: "last_admin" });
    expect((await changeUser(admin, boss.userId, { role: "admin", disabled: false })).status).toBe(200);
    expect([await admins(), (await admin.send(me, "GET")).status]).toEqual([1, 200]);
  });

  it.each(VARIANTS)("two admins with $name who demote each other at once leave one", async (variant) => {
    for (const change of [{ role: "user" }, { disabled: true }]) {
      demoteAll(app);
      const [one, two] = await Promise.all(
        [1, 2].map(async () => promote(app, await createVariantAccount(app, variant))),
      );
      if (!one || !two) throw new Error("Two were made.");
      const browsers = [await signedIn(app, one, variant.mode), await signedIn(app, two, variant.mode)];
      const [first, second] = await Promise.all(
        [two, one].map(({ userId }, index) => changeUser(browsers[index] ?? new Browser(), userId, change)),
      );
      const statuses = [first?.status, second?.status].sort();
      expect(statuses[0]).toBe(200);
      expect([401, 403, 409]).toContain(statuses[1]);
      expect(await admins()).toBe(1);
    }
  });
});
