import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GET as me } from "@/app/api/me/route";
import type { Principal } from "@/lib/auth/contract";
import { PASSWORD, startApp, type TestApp } from "@/lib/session/testing/app";
import { Browser } from "@/lib/session/testing/browser";
import { headers, hostileText, spoiled, value } from "@/lib/session/testing/hostile";
import { allRoutes, PARAMS, type Route } from "@/lib/session/testing/routes";

// Whatever is sent, the answer is a refusal in JSON or a success, never a fault of ours, and a refusal has
// written nothing.

const routes = await allRoutes();
/** What each body holds when it is right; the fuzzer spoils it in every way it can think of. */
const BODIES: Record<string, Record<string, unknown>> = {
  "POST /api/auth/sign-in": { email: "ada@example.com", password: "wrong", mode: "jwt" },
  "POST /api/auth/sign-up": { email: "fuzz@example.com", password: "short", name: "Ada" },
  "POST /api/auth/sign-out-everywhere": { exceptThis: true },
  "POST /api/auth/mode": { mode: "session" },
  "POST /api/auth/confirm": { password: "wrong" },
  "POST /api/account/password": { currentPassword: "wrong", newPassword: "another of the tests" },
  "POST /api/account/delete": { password: "wrong" },
  "PATCH /api/settings": {
    authMode: "session",
    jwt: { alg: "ES256", accessTtlSeconds: 60, revocation: "expiry-only", refreshIdleSeconds: 60 },
    session: { idleTimeoutSeconds: 60, absoluteTimeoutSeconds: 60 },
  },
  "POST /api/pair": { strategy: "expiry-only", alg: "HS256", accessTtlSeconds: 60 },
};
const RUNS = 100;

let app: TestApp;
let ada: Principal;
let token: string;
beforeAll(async () => {
  app = await startApp();
  // Guesses are not what is tried here, and a throttled request would hide the rest.
  app.runtime.throttle.check = async () => {};
  ada = await app.createAccount();
  token = await new Browser().signIn(app, ada, "jwt");
});
afterAll(() => app.stop());

/** Success or refusal: no redirect, no fault of ours. */
const isPlain = (status: number) => (status >= 200 && status < 300) || (status >= 400 && status < 500);
const state = () =>
  ["users", "settings", "sessions"].map((table) =>
    app.runtime.database.sqlite.prepare(`SELECT * FROM ${table}`).all(),
  );

async function send(
  { method, handler }: Route,
  raw: string | undefined,
  extra: Record<string, string>,
  params: Record<string, string> = PARAMS,
) {
  const before = state();
  const browser = new Browser(method === "GET" ? {} : { "content-type": "application/json" });
  browser.jar.set("__Host-access", token);
  const answer = await browser.send(handler, method, {
    headers: extra,
    params,
    ...(raw !== undefined && method !== "GET" && { raw }),
  });
  const { status, json } = answer;
  expect([status, app.logged.at(-1)]).toEqual([expect.toSatisfy(isPlain), app.logged.at(-1)]);
  if (status >= 400) {
    expect(json.error ?? json.reason).toEqual(expect.stringMatching(/^[a-z_]+$/));
    expect(state()).toEqual(before);
    for (const line of answer.setCookies) expect(line).toContain("Max-Age=0");
  }
  return answer;
}

describe("every handler", () => {
  it.each(routes.filter(({ name }) => name in BODIES))("$name withstands every body", async (route) => {
    const right = BODIES[route.name] ?? {};
    const bodies = fc.oneof(
      { weight: 6, arbitrary: spoiled(right).map((body) => JSON.stringify(body)) },
      { weight: 2, arbitrary: value.map((body) => JSON.stringify(body)) },
      { weight: 1, arbitrary: hostileText },
    );
    const refusedOnce = { yes: false };
    await fc.assert(
      fc.asyncProperty(bodies, async (raw) => {
        refusedOnce.yes ||= (await send(route, raw, {})).status === 400;
      }),
      { numRuns: RUNS },
    );
    expect(refusedOnce.yes).toBe(true);
  });

  it.each(routes)("$name withstands every header", async (route) => {
    const right = BODIES[route.name] && JSON.stringify(BODIES[route.name]);
    await fc.assert(
      fc.asyncProperty(headers, async (extra) => void (await send(route, right, extra))),
      { numRuns: RUNS / 2.5 },
    );
  });

  it.each(routes.filter(({ path }) => path.includes("[")))("$name withstands every path", async (route) => {
    await fc.assert(
      fc.asyncProperty(hostileText, async (mode) => void (await send(route, undefined, {}, { mode }))),
      { numRuns: RUNS },
    );
  });
});

it("whoever was signed in before all this still is, as they were", async () => {
  const browser = new Browser();
  browser.jar.set("__Host-access", token);
  expect((await browser.send(me, "GET")).json).toMatchObject({ user: { id: ada.userId, role: "user" } });
  expect(app.runtime.accounts.findByEmail(ada.email)).toMatchObject({ disabled: false, demo: false });
});

it("nothing that was sent is found in the log", () => {
  for (const line of app.logged) expect(() => JSON.parse(line)).not.toThrow();
  expect(app.logged.join("")).not.toMatch(/OR 1=1|eyJ/);
  expect(app.logged.join("")).not.toContain(PASSWORD);
});
