import { beforeEach, describe, expect, it } from "vitest";
import { GET as me } from "@/app/api/me/route";
import type { Principal } from "@/lib/auth/contract";
import { useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { createVariantAccount, signInSince, VARIANTS, worthOf } from "@/lib/web/testing/variants";
import { changeUser, demoteAll, listUsers, promote, signedIn, signOutUser } from "./testing/admins";

// What people try who are no admins, or are none any more.

const app = useApp();
let bob: Principal;
beforeEach(async () => {
  demoteAll(app);
  bob = await app.createAccount();
});

/** Everything the admin API can do, tried on Bob; nothing of it may have happened. */
async function expectPowerless(by: Browser, status = 403): Promise<void> {
  const witness = await signedIn(app, bob, "session");
  const before = everything();
  const bodies = [{ role: "admin" }, { disabled: true }, {}];
  const answers = [
    await listUsers(by),
    await listUsers(by, `?search=${bob.email}`),
    await listUsers(by, "?limit=0"),
  ];
  for (const body of bodies) answers.push(await changeUser(by, bob.userId, body));
  answers.push(await signOutUser(by, bob.userId), await signOutUser(by, "nobody"));
  for (const answer of answers) {
    expect(answer.status).toBe(status);
    expect(answer.json).toEqual({ error: status === 403 ? "forbidden" : "unauthenticated" });
  }
  expect(everything()).toEqual(before);
  expect((await witness.send(me, "GET")).status).toBe(200);
}
async function expectPowerful(by: Browser): Promise<void> {
  expect((await listUsers(by, `?search=${bob.email}`)).json.users).toHaveLength(1);
  expect((await changeUser(by, bob.userId, { disabled: true })).json).toMatchObject({
    user: { disabled: true },
  });
  expect((await changeUser(by, bob.userId, { disabled: false })).json).toMatchObject({
    user: { disabled: false },
  });
  expect((await signOutUser(by, bob.userId)).status).toBe(200);
}
const everything = () => app.database.sqlite.prepare("SELECT * FROM users").all();

describe.each(VARIANTS)("with $name", (variant) => {
  const { mode } = variant;

  it("a user may do nothing, by cookie or Bearer; an admin may", async () => {
    const user = await createVariantAccount(app, variant);
    const browser = new Browser();
    const token = await browser.signIn(app, user, mode);
    await expectPowerless(browser);
    await expectPowerless(new Browser({ authorization: `Bearer ${token}` }));
    const admin = await promote(app, await createVariantAccount(app, variant));
    const adminBrowser = new Browser();
    const adminToken = await adminBrowser.signIn(app, admin, mode);
    await expectPowerful(adminBrowser);
    await expectPowerful(new Browser({ authorization: `Bearer ${adminToken}` }));
  });

  it("a demoted or disabled admin is powerless from the next request on, also with what is still accepted", async () => {
    for (const change of [{ role: "user" }, { disabled: true }]) {
      const boss = await signedIn(app, await promote(app, await app.createAccount()), "session");
      const admin = await promote(app, await createVariantAccount(app, variant));
      const browser = await signedIn(app, admin, mode);
      await expectPowerful(browser);
      expect((await changeUser(boss, admin.userId, change)).status).toBe(200);
      browser.jar.delete(app.runtime.cookies.name("refresh"));
      const worth = await worthOf(app, admin, variant);
      expect((await browser.send(me, "GET")).status).toBe(worth);
      await expectPowerless(browser, worth === 200 ? 403 : 401);
      await expectPowerful(boss);
    }
  });

  it("a demotion in the store alone is enough, and so is a signed-out admin's copy", async () => {
    const admin = await promote(app, await createVariantAccount(app, variant));
    const browser = await signedIn(app, admin, mode);
    browser.jar.delete(app.runtime.cookies.name("refresh"));
    await app.runtime.accounts.setRole(admin.userId, "user");
    const refusals = [
      (await listUsers(browser)).status,
      (await changeUser(browser, bob.userId, { role: "admin" })).status,
    ];
    for (const status of refusals) expect([401, 403]).toContain(status);
    await promote(app, admin);
    await expectPowerful(browser);
    await app.runtime.auth.modes[mode].revokeAll(admin.userId);
    await expectPowerless(browser, (await worthOf(app, admin, variant)) === 200 ? 403 : 401);
  });
});

it("a user who gave the password long ago is forbidden, not asked for it", async () => {
  const late = new Browser();
  await signInSince(app, late, await app.createAccount(), "jwt", 60);
  await expectPowerless(late);
});

describe("a role claim", () => {
  it("of a credential that says admin where the store says user gives no power", async () => {
    const user = await app.createAccount();
    for (const mode of ["session", "jwt"] as const)
      await expectPowerless(await signedIn(app, { ...user, role: "admin" }, mode));
    await promote(app, user);
    await expectPowerful(await signedIn(app, { ...user, role: "admin" }, "jwt"));
  });
});
