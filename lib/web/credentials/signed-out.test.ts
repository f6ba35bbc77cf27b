import { beforeEach, describe, expect, it } from "vitest";
import { POST as changePassword } from "@/app/api/account/password/route";
import { POST as signOutOf } from "@/app/api/admin/users/[id]/sign-out/route";
import { POST as switchMode } from "@/app/api/auth/mode/route";
import { POST as refresh } from "@/app/api/auth/refresh/route";
import { POST as signIn } from "@/app/api/auth/sign-in/route";
import { POST as signOut } from "@/app/api/auth/sign-out/route";
import { POST as signOutEverywhere } from "@/app/api/auth/sign-out-everywhere/route";
import { DELETE as endDevice } from "@/app/api/devices/[id]/route";
import { GET as me } from "@/app/api/me/route";
import { isOpen } from "@/lib/accounts/own/own-account";
import type { ModeName, Principal } from "@/lib/auth/contract";
import { MODE_NAMES } from "@/lib/auth/names";
import { currentAuth } from "../dal";
import { PASSWORD, useApp } from "../testing/app";
import { Browser } from "../testing/browser";
import { copyOf, pass, useStillClock } from "../testing/lifecycle";
import { calledBy } from "../testing/next-headers";
import { describeSignedOut } from "./signed-out";

// Who is told why a sign-in is over, and that it is the right reason.

const app = useApp();
useStillClock();
let ada: Principal;
/** On the sofa, and the one whose sign-in is ended. */
let other: Browser;
let here: Browser;

const enter = async (who: Browser, mode: ModeName, { email } = ada) =>
  (await who.send(signIn, "POST", { body: { email, password: PASSWORD, mode } })).json.sessionId as string;
/** As the login page asks. */
async function told(who: Browser) {
  calledBy(who);
  const auth = await currentAuth();
  return auth && (await isOpen(app.runtime, auth)) ? null : describeSignedOut(auth);
}

describe.each(MODE_NAMES)("with a %s that was ended", (mode) => {
  let id: string;
  beforeEach(async () => {
    ada = await app.createAccount(mode);
    await app.runtime.settings.update(ada.userId, { jwt: { revocation: "denylist" } });
    [other, here] = [new Browser(), new Browser()];
    await enter(other, mode);
    id = await enter(here, mode);
    // An act before it began says nothing of it.
    pass(1);
  });

  const ACTS: [name: string, act: () => Promise<unknown>, tells: object][] = [
    [
      "on another device",
      () => other.send(endDevice, "DELETE", { params: { id } }),
      { kind: "sign-in.ended", madeRoom: false },
    ],
    ["by signing out", () => copyOf(here).send(signOut, "POST"), { kind: "sign-out", own: true }],
    [
      "by signing out everywhere else",
      () => other.send(signOutEverywhere, "POST", { body: { exceptThis: true } }),
      { kind: "sign-out-everywhere", own: false },
    ],
    [
      "by signing out everywhere",
      () => copyOf(here).send(signOutEverywhere, "POST", { body: {} }),
      { kind: "sign-out-everywhere", own: true },
    ],
    [
      "by a new password",
      () =>
        other.send(changePassword, "POST", {
          body: { currentPassword: PASSWORD, newPassword: "another password" },
        }),
      { kind: "password.changed", own: false },
    ],
    [
      "by a switch of modes",
      () => copyOf(here).send(switchMode, "POST", { body: { mode: mode === "jwt" ? "session" : "jwt" } }),
      { kind: "mode.switched", own: false },
    ],
    [
      "by an admin",
      async () => {
        const [admin, boss] = [new Browser(), await app.createAccount()];
        await app.runtime.accounts.setRole(boss.userId, "admin");
        await enter(admin, "session", boss);
        return admin.send(signOutOf, "POST", { params: { id: ada.userId } });
      },
      { kind: "account.signed-out", own: false },
    ],
    [
      "to make room",
      async () => {
        await app.runtime.settings.update(ada.userId, { maxSignIns: 1 });
        await enter(new Browser(), mode);
      },
      { kind: "sign-in.ended", madeRoom: true },
    ],
  ];

  it.each(ACTS)("%s, it says so, and when", async (_, act, tells) => {
    await act();
    const at = new Date();
    pass(60);
    // What comes later is not the reason.
    await other.send(signOutEverywhere, "POST", { body: {} });
    expect((await here.send(me, "GET")).status).toBe(401);
    expect(await told(here)).toMatchObject({ reason: "revoked", end: { ...tells, at } });
  });

  it("nobody is told without a genuine credential of it, and nobody of another's", async () => {
    await other.send(signOutEverywhere, "POST", { body: { exceptThis: true } });
    const stranger = new Browser();
    expect(await told(stranger)).toBeNull();
    const [name, value = ""] = [...here.jar].find(([cookie]) => /session|access/.test(cookie)) ?? [""];
    for (const forged of [`${value.slice(0, -6)}AAAAAA`, id, "x"]) {
      stranger.jar = new Map([[name, forged]]);
      expect(await told(stranger)).toBeNull();
    }
    const bob = await app.createAccount();
    await enter(stranger, mode, bob);
    expect(await told(stranger)).toBeNull();
  });
});

it("a session that lay unused too long was ended by nobody", async () => {
  ada = await app.createAccount();
  await app.runtime.settings.update(ada.userId, { session: { idleTimeoutSeconds: 60 } });
  here = new Browser();
  await enter(here, "session");
  pass(60);
  expect(await told(here)).toEqual({ reason: "idle_timeout", end: null });
});

it("a used refresh token that came back is named", async () => {
  ada = await app.createAccount("jwt");
  here = new Browser();
  await enter(here, "jwt");
  const [first, second] = [copyOf(here, "__Host-access"), copyOf(here, "__Host-access")];
  await first.send(refresh, "POST");
  pass(20 * 60);
  await second.send(refresh, "POST");
  expect(await told(here)).toMatchObject({ end: { kind: "refresh.reused", own: true } });
});

it("a JWT of an account that was disabled says that, though the token itself is still good", async () => {
  ada = await app.createAccount("jwt");
  here = new Browser();
  await enter(here, "jwt");
  await app.runtime.accounts.setDisabled(ada.userId, new Date());
  expect(await told(here)).toEqual({ reason: "user_disabled", end: null });
});
