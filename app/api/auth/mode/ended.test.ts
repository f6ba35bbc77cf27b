import { beforeEach, describe, expect, it, vi } from "vitest";
import { POST as changePassword } from "@/app/api/account/password/route";
import { POST as signOutEverywhere } from "@/app/api/auth/sign-out-everywhere/route";
import { GET as me } from "@/app/api/me/route";
import { endAll } from "@/lib/accounts/sign-ins/end-sign-ins";
import { listSignIns } from "@/lib/accounts/sign-ins/sign-ins";
import type { ModeName, Principal } from "@/lib/auth/contract";
import { PASSWORD, useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { copyOf, trailOf } from "@/lib/web/testing/lifecycle";
import { createVariantAccount, VARIANTS, worthOf } from "@/lib/web/testing/variants";
import { POST as switchMode } from "./route";

// A credential that was ended may go on working for a while, where its mode says so. It must not be good for
// another one: a thief would have a live sign-in that its owner has just ended.

const REFUSED = { status: 401, json: { error: "unauthenticated" }, setCookies: [] };
const app = useApp();
let ada: Principal;
let owner: Browser;
let thief: Browser;

const change = (who: Browser, mode: ModeName, headers = {}) =>
  who.send(switchMode, "POST", { body: { mode }, headers });
const live = async (principal = ada) =>
  (await listSignIns(app.runtime, principal.userId)).map(({ id }) => id).sort();
const state = async () => [await live(), await app.runtime.settings.get(ada.userId), await trailOf(app, ada)];

type Act = [name: string, act: () => Promise<{ status: number }>];
const acts: Act[] = [
  ["signed out everywhere else", () => owner.send(signOutEverywhere, "POST", { body: { exceptThis: true } })],
  [
    "changed the password",
    () =>
      owner.send(changePassword, "POST", {
        body: { currentPassword: PASSWORD, newPassword: "a new password" },
      }),
  ],
];

describe.each(VARIANTS)("with $name", (variant) => {
  const { mode } = variant;
  const other: ModeName = mode === "jwt" ? "session" : "jwt";

  beforeEach(async () => {
    ada = await createVariantAccount(app, variant);
    // A cached session is as an access token that nobody looks up.
    await app.runtime.settings.update(ada.userId, { session: { cacheSeconds: 60 } });
    [owner, thief] = [new Browser(), new Browser()];
    await owner.signIn(app, ada, mode);
    await thief.signIn(app, ada, mode);
    thief = copyOf(thief);
    expect((await thief.send(me, "GET")).status).toBe(200);
  });

  describe.each(acts)("whose owner %s", (_, act) => {
    it.each(["cookie", "cookie with its refresh token", "Bearer"])(
      "a leftover %s is traded for nothing",
      async (by) => {
        const token = thief.cookie(app, mode === "jwt" ? "access" : "session");
        const headers = by === "Bearer" ? { authorization: `Bearer ${token}`, cookie: "" } : {};
        if (by === "cookie") thief.jar.delete("__Host-refresh");
        const worth = await worthOf(app, ada, variant);
        expect((await act()).status).toBeLessThan(300);

        if (by !== "cookie with its refresh token")
          expect((await copyOf(thief).send(me, "GET", { headers })).status).toBe(worth);
        const before = await state();
        for (const to of [other, mode]) expect(await change(thief, to, headers)).toMatchObject(REFUSED);
        expect((await state()).slice(0, 2)).toEqual(before.slice(0, 2));
        expect((await trailOf(app, ada)).map(({ kind }) => kind)).not.toContain("mode.switched");
        expect((await change(owner, other)).status).toBe(200);
        expect((await owner.send(me, "GET")).json).toMatchObject({ auth: { mode: other } });
      },
    );
  });

  it("an end that comes right before the exchange is stored leaves nothing of it", async () => {
    const { modes } = app.runtime.auth;
    const { issue } = modes[other];
    const issued = vi.spyOn(modes[other], "issue").mockImplementationOnce(async (...args) => {
      await endAll(app.runtime, ada.userId);
      return issue(...args);
    });
    expect(await change(thief, other)).toMatchObject(REFUSED);
    expect(issued).toHaveBeenCalledOnce();
    issued.mockRestore();
    expect(await live()).toEqual([]);
    expect((await trailOf(app, ada)).map(({ kind }) => kind)).not.toContain("mode.switched");
    expect((await app.runtime.settings.get(ada.userId)).authMode).toBe(mode);
    const again = new Browser();
    await again.signIn(app, ada, mode);
    expect((await change(again, other)).status).toBe(200);
  });

  it("of a switch and signing out everywhere at once, in any order, nobody is left over", async () => {
    for (let turn = 0; turn < 12; turn++) {
      const eve = await createVariantAccount(app, variant);
      const [here, there] = [new Browser(), new Browser()];
      await here.signIn(app, eve, mode);
      await there.signIn(app, eve, mode);
      const [switched, ended] = await Promise.all([
        later(turn < 6 ? 0 : turn - 6, () => change(there, other)),
        later(turn < 6 ? turn : 0, () => here.send(signOutEverywhere, "POST", { body: {} })),
      ]);
      expect([200, 401]).toContain(switched.status);
      expect([turn, ended.status, await live(eve)]).toEqual([turn, 200, []]);
    }
  });
});

/** So many turns of the event loop later, in steps of a fraction of what signing takes. */
async function later<T>(turns: number, work: () => Promise<T>): Promise<T> {
  for (let i = 0; i < turns; i++) await new Promise((resolve) => setImmediate(resolve));
  return work();
}
