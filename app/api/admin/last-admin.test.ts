import { beforeEach, describe, expect, it } from "vitest";
import { GET as me } from "@/app/api/me/route";
import type { UserId } from "@/lib/auth/contract";
import { useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { createVariantAccount, VARIANTS } from "@/lib/web/testing/variants";
import { changeUser, demoteAll, promote, signedIn } from "./testing/admins";

const app = useApp();
beforeEach(() => demoteAll(app));

describe("one admin always stays", () => {
  const admins = () => app.runtime.accounts.countOtherAdmins("nobody" as UserId, { demo: false });

  it("nobody demotes or disables themselves, the last admin least of all", async () => {
    const boss = await promote(app, await app.createAccount());
    const browser = await signedIn(app, boss, "session");
    for (const change of [{ role: "user" }, { disabled: true }, { role: "user", disabled: true }]) {
      const last = await changeUser(browser, boss.userId, change);
      expect([last.status, last.json]).toEqual([409, { error: "last_admin" }]);
    }
    const other = await promote(app, await app.createAccount());
    for (const change of [{ role: "user" }, { disabled: true }]) {
      const own = await changeUser(browser, boss.userId, change);
      expect([own.status, own.json]).toEqual([409, { error: "own_account" }]);
    }
    // A disabled admin is none.
    expect((await changeUser(browser, other.userId, { disabled: true })).status).toBe(200);
    expect((await changeUser(browser, boss.userId, { role: "user" })).json).toEqual({ error: "last_admin" });
    expect((await changeUser(browser, boss.userId, { role: "admin", disabled: false })).status).toBe(200);
    expect([await admins(), (await browser.send(me, "GET")).status]).toEqual([1, 200]);
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
