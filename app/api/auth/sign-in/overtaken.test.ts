import { beforeEach, describe, expect, it, vi } from "vitest";
import { POST as deleteAccount } from "@/app/api/account/delete/route";
import { POST as changePassword } from "@/app/api/account/password/route";
import { changeUser, promote, signedIn } from "@/app/api/admin/testing/admins";
import { POST as confirm } from "@/app/api/auth/confirm/route";
import { GET as me } from "@/app/api/me/route";
import { listSignIns } from "@/lib/accounts/sign-ins/sign-ins";
import type { ModeName, Principal } from "@/lib/auth/contract";
import { PASSWORD, useApp } from "@/lib/web/testing/app";
import { type Answer, Browser } from "@/lib/web/testing/browser";
import { trailOf } from "@/lib/web/testing/lifecycle";
import { POST as signIn } from "./route";

// Checking a password takes a while. What happens to the account meanwhile counts: the answer is as if it had
// happened before.

const NEW_PASSWORD = "another password of the tests";
/** What happens once the next password was checked, before the answer is used. */
const meanwhile = vi.hoisted(() => ({ work: null as (() => Promise<void>) | null }));
vi.mock("@/lib/auth/password", async (original) => {
  const real = await original<typeof import("@/lib/auth/password")>();
  return {
    ...real,
    async verifyPassword(...args: Parameters<typeof real.verifyPassword>) {
      const { work } = meanwhile;
      meanwhile.work = null;
      const matches = await real.verifyPassword(...args);
      await work?.();
      return matches;
    },
  };
});

const app = useApp();
let ada: Principal;
let admin: Browser;
let owner: Browser;
let late: Browser;
beforeEach(async () => {
  app.database.sqlite.exec("DELETE FROM rate_limits");
  admin = await signedIn(app, await promote(app, await app.createAccount()), "session");
  ada = await promote(app, await app.createAccount());
  [owner, late] = [await signedIn(app, ada, "session"), new Browser()];
});

const live = async () => (await listSignIns(app.runtime, ada.userId)).map(({ id }) => id);
const asks = (who: Browser, password: string, mode: ModeName) =>
  who.send(signIn, "POST", { body: { email: ada.email, password, mode } });
const gives = (who: Browser, password: string) => who.send(confirm, "POST", { body: { password } });
const okay = async (answer: Promise<Answer>) => expect((await answer).status).toBeLessThan(300);

const changes: [name: string, work: () => Promise<void>][] = [
  [
    "given another password",
    () => {
      const body = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
      return okay(owner.send(changePassword, "POST", { body }));
    },
  ],
  ["disabled", () => okay(changeUser(admin, ada.userId, { disabled: true }))],
  ["demoted", () => okay(changeUser(admin, ada.userId, { role: "user" }))],
  ["deleted", () => okay(owner.send(deleteAccount, "POST", { body: { password: PASSWORD } }))],
];

describe.each<ModeName>(["session", "jwt"])("with a %s", (mode) => {
  describe.each(changes)("an account that is %s while the password is checked", (_, change) => {
    it("is not signed in to: the answer is that of a wrong password", async () => {
      const wrong = await asks(new Browser(), "wrong", mode);
      let after: string[] = [];
      meanwhile.work = async () => {
        await change();
        after = await live();
      };
      const answer = await asks(late, PASSWORD, mode);
      expect(answer).toMatchObject({ status: 401, json: wrong.json, setCookies: [] });
      expect(late.jar.size).toBe(0);
      expect(await live()).toEqual(after);
      expect((await trailOf(app, ada)).map(({ kind }) => kind)).not.toContain("sign-in");
    });

    it("confirms nothing, and the browser that asked is as signed in as any other that was ended", async () => {
      await late.signIn(app, ada, mode);
      let after: string[] = [];
      meanwhile.work = async () => {
        await change();
        after = await live();
      };
      const answer = await gives(late, PASSWORD);
      expect(answer).toMatchObject({ status: 401, json: { error: "unauthenticated" }, setCookies: [] });
      expect(await live()).toEqual(after);
      expect((await trailOf(app, ada)).map(({ kind }) => kind)).not.toContain("reauthenticated");
    });
  });

  it("the same checks with nothing in between go well", async () => {
    const work = vi.fn(async () => undefined);
    meanwhile.work = work;
    expect((await asks(late, PASSWORD, mode)).status).toBe(200);
    meanwhile.work = work;
    expect((await gives(late, PASSWORD)).status).toBe(200);
    expect(work).toHaveBeenCalledTimes(2);
    expect((await late.send(me, "GET")).json).toMatchObject({ user: { id: ada.userId }, auth: { mode } });
  });

  it("afterwards the new password and the new role are what counts", async () => {
    meanwhile.work = async () => {
      await changes[0]?.[1]();
      await changes[2]?.[1]();
    };
    expect((await asks(late, PASSWORD, mode)).status).toBe(401);
    expect((await asks(late, PASSWORD, mode)).status).toBe(401);
    expect((await asks(late, NEW_PASSWORD, mode)).json).toMatchObject({ user: { role: "user" }, mode });
  });
});

it("of a sign-in and a password change that run side by side, the old password never wins", async () => {
  let current = PASSWORD;
  for (let turn = 0; turn < 12; turn++) {
    const newPassword = `the password of turn ${turn}`;
    const body = { currentPassword: current, newPassword };
    const thief = new Browser({ "x-forwarded-for": "203.0.113.66" });
    const changing = owner.send(changePassword, "POST", { body });
    await new Promise((resolve) => setTimeout(resolve, turn * 6));
    const [changed] = await Promise.all([changing, asks(thief, current, "session")]);
    expect([turn, changed.status, (await thief.send(me, "GET")).status]).toEqual([turn, 204, 401]);
    current = newPassword;
    app.database.sqlite.exec("DELETE FROM rate_limits");
  }
  expect((await owner.send(me, "GET")).status).toBe(200);
});
