// What a run holds is worth nothing outside of it: its credentials to the app, the app's to it, its owner's powers
// to others. Over plain HTTP on the real server, and with a browser beside it.

import { COOKIE, createAccount, MODES, signIn, whoIs } from "./support/accounts";
import { Client } from "./support/client";
import { redirectOf } from "./support/forms";
import { json } from "./support/http";
import { startRun } from "./support/labs";
import { expect, test } from "./support/test";

const LANES = { session: "__Host-lab-session", "jwt-denylist": "__Host-lab-access" };

/** The credential in the command for a terminal. */
async function labCookie(owner: Client, run: string, lane: string): Promise<string> {
  const answer = await owner.get(`/api/labs/runs/${run}/curl?lane=${lane}&device=phone&resource=me`);
  return /Cookie: ([^']+)'/.exec(json<{ curl: string }>(answer).curl)?.[1] ?? "";
}
const live = (origin: string, run: string, lane: string, cookie: string) =>
  new Client(origin).get(`/api/labs/live/${run}/${lane}/me`, { headers: { cookie } });

test("a lab's credentials are refused by the app, the app's by the lab, and a lane's by every other run", async ({
  account,
  origin,
}) => {
  const { client } = account;
  await client.post("/api/pair", {});
  const jwt = await signIn(origin, account, "jwt");
  const stranger = await createAccount(origin);
  const [run, other] = [await startRun(client, "revocation"), await startRun(stranger.client, "revocation")];
  for (const [lane, name] of Object.entries(LANES)) {
    const cookie = await labCookie(client, run, lane);
    const value = new RegExp(`${name}=([^;]+)`).exec(cookie)?.[1] ?? "";
    expect(value).not.toBe("");
    for (const mode of MODES) {
      const impostor = new Client(origin);
      impostor.cookies.set(COOKIE[mode], value);
      expect(await whoIs(impostor)).toBeNull();
      expect(redirectOf(await impostor.copy().get("/dashboard"))).toMatch(/\/login/);
      const pair = { headers: { cookie: `__Host-pair-${mode === "jwt" ? "access" : "session"}=${value}` } };
      expect((await new Client(origin).get(`/api/pair/${mode}`, pair)).status).toBe(401);
    }
    const bearer = { headers: { authorization: `Bearer ${value}` } };
    expect((await new Client(origin).get("/api/me", bearer)).status).toBe(401);

    for (const own of [...client.cookies.values(), ...jwt.cookies.values()])
      expect((await live(origin, run, lane, `${name}=${own}`)).status).toBe(401);
    expect((await live(origin, other, lane, cookie)).status).toBe(401);
    const answer = await live(origin, run, lane, cookie);
    expect([answer.status, json(answer).active]).toEqual([200, true]);
    expect(answer.headers["cache-control"]).toBe("private, no-store");
    expect(answer.setCookies).toEqual([]);
  }
  expect([await whoIs(client), await whoIs(jwt), await whoIs(stranger.client)]).not.toContain(null);
  for (const [owner, id] of [[client, run] as const, [stranger.client, other] as const])
    expect((await owner.call("DELETE", `/api/labs/runs/${id}`)).status).toBe(204);
  expect((await live(origin, run, "session", "x=1")).status).toBe(404);
});

test("one run goes on untouched while everything of another is ended", async ({ account, origin }) => {
  const stranger = await createAccount(origin);
  const event = { event: "disable-user" };
  const [ended, calm] = [
    await startRun(account.client, "revocation", event),
    await startRun(stranger.client, "revocation", { event: "rotate-key", aloneSeconds: "30" }),
  ];
  const cookies: Record<string, string> = {};
  for (const lane of Object.keys(LANES)) cookies[lane] = await labCookie(stranger.client, calm, lane);
  const cookie = await labCookie(account.client, ended, "session");
  expect((await live(origin, ended, "session", cookie)).status).toBe(200);
  await expect.poll(async () => (await live(origin, ended, "session", cookie)).status).toBe(401);
  for (const [lane, own] of Object.entries(cookies))
    expect((await live(origin, calm, lane, own)).status).toBe(200);
  expect([await whoIs(account.client), await whoIs(stranger.client)]).not.toContain(null);
  for (const [client, id] of [[account.client, ended] as const, [stranger.client, calm] as const])
    expect((await client.post(`/api/labs/runs/${id}/stop`)).status).toBe(204);
});

test("the reader's browser never gets a cookie of a lab", async ({ signedIn: page, account, context }) => {
  const run = await startRun(account.client, "revocation");
  await page.goto(`/labs/revocation/runs/${run}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.goto(`/api/labs/live/${run}/session/me`);
  await expect(page.getByText("missing")).toBeVisible();
  const names = (await context.cookies()).map(({ name }) => name);
  expect(names).toContain(COOKIE.session);
  expect(names.filter((name) => name.includes("lab"))).toEqual([]);
  await account.client.post(`/api/labs/runs/${run}/stop`);
});
