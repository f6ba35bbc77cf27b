import { beforeEach, describe, expect, it } from "vitest";
import { DELETE as endDevice } from "@/app/api/devices/[id]/route";
import type { Principal } from "@/lib/auth/contract";
import { useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { copyOf } from "@/lib/web/testing/lifecycle";
import { changeUser, promote, signedIn, signOutUser } from "./admin/testing/admins";
import { POST as signOutEverywhere } from "./auth/sign-out-everywhere/route";
import { GET as me } from "./me/route";
import { PATCH as changeSettings } from "./settings/route";

// What an access token that nobody looks up is not good for once its sign-in was ended: to act on other sign-ins,
// one's own or anybody's, or to change the settings.

const app = useApp();
let ada: Principal;
let bob: Principal;
let leftover: Browser;
let live: Browser;
beforeEach(async () => {
  ada = await promote(app, await app.createAccount("jwt"));
  bob = await app.createAccount();
  const ended = await signedIn(app, ada, "jwt");
  const { sessionId } = (await ended.send(me, "GET")).json.auth as { sessionId: string };
  live = await signedIn(app, ada, "jwt");
  await signedIn(app, bob, "session");
  expect((await live.send(endDevice, "DELETE", { params: { id: sessionId } })).status).toBe(204);
  leftover = copyOf(ended);
});

const signIns = async (of: Principal) => {
  const { session, jwt } = app.runtime.auth.modes;
  return [...(await session.list(of.userId)), ...(await jwt.list(of.userId))].map(({ id }) => id);
};
/** Everything that any of the acts could change. */
const state = async () => [
  await signIns(ada),
  await signIns(bob),
  await app.runtime.accounts.summary(bob.userId),
  (await app.runtime.audit.list({ limit: 200 })).events,
];
const otherDevice = async () => {
  await signedIn(app, ada, "session");
  const [id = ""] = (await app.runtime.auth.modes.session.list(ada.userId)).map((signIn) => signIn.id);
  return id;
};

type Act = [name: string, act: (by: Browser, id: string) => Promise<{ status: number }>];
const OWN: Act[] = [
  ["signing out everywhere", (by) => by.send(signOutEverywhere, "POST", { body: {} })],
  ["signing out everywhere else", (by) => by.send(signOutEverywhere, "POST", { body: { exceptThis: true } })],
  ["changing a setting", (by) => by.send(changeSettings, "PATCH", { body: { maxSignIns: 4 } })],
  ["choosing a mode", (by) => by.send(changeSettings, "PATCH", { body: { authMode: "session" } })],
  ["ending another device", (by, id) => by.send(endDevice, "DELETE", { params: { id } })],
];
const OVER_OTHERS: Act[] = [
  ["changing a role", (by) => changeUser(by, bob.userId, { role: "admin" })],
  ["disabling an account", (by) => changeUser(by, bob.userId, { disabled: true })],
  ["ending somebody's sign-ins", (by) => signOutUser(by, bob.userId)],
];

describe.each([
  { acts: OWN, status: 401, error: "unauthenticated" },
  // Who may administer is asked first, and an ended sign-in may not.
  { acts: OVER_OTHERS, status: 403, error: "forbidden" },
])("with $status", ({ acts, status, error }) => {
  it.each(acts)("%s is refused to it, and done for a live one", async (_, act) => {
    const id = await otherDevice();
    expect((await leftover.send(me, "GET")).status).toBe(200);
    const before = await state();
    const bearer = new Browser({ authorization: `Bearer ${leftover.cookie(app, "access")}` });
    const alone = copyOf(leftover);
    alone.jar.delete("__Host-refresh");
    for (const by of [leftover, bearer, alone])
      expect(await act(by, id)).toMatchObject({ status, json: { error }, setCookies: [] });
    expect(await state()).toEqual(before);
    expect((await act(live, id)).status).toBeLessThan(300);
    expect(await state()).not.toEqual(before);
  });
});
