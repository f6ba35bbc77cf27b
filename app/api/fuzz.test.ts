import fc from "fast-check";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { GET as me } from "@/app/api/me/route";
import { entryOf, type RouteRequest } from "@/e2e/support/route-manifest";
import type { Principal } from "@/lib/auth/contract";
import { useLabs } from "@/lib/labs/testing/runs";
import { PASSWORD } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { headers, hostileText, spoiled, value } from "@/lib/web/testing/hostile";
import { allRoutes, type Route } from "@/lib/web/testing/routes";
import { type OwnThings, thingsOf } from "./testing/things";

// Whatever is sent, the answer is a refusal in JSON or a success, never a fault of ours, and a refusal has
// written nothing. Each test begins with the right request, which must get all the way in: what is spoiled from there
// on meets the handler, not the door.

const routes = await allRoutes();
const RUNS = { body: 100, headers: 40, path: 50 };

const app = useLabs();
let witness: { principal: Principal; token: string };
let other: Principal;
let browser: Browser;
let writes: () => unknown;
let things: OwnThings;
beforeAll(async () => {
  // Guesses are not what is tried here, and a throttled request would hide the rest.
  app.runtime.throttle.check = async () => {};
  app.runtime.throttle.fail = async () => {};
  app.runtime.budgets.spend = () => {};
  const principal = await app.createAccount();
  witness = { principal, token: await new Browser().signIn(app, principal, "jwt") };
  other = await app.createAccount();
  writes = countWrites();
});
beforeEach(async () => {
  const account = await app.createAccount();
  await app.runtime.accounts.setRole(account.userId, "admin");
  const person = { ...account, role: "admin" } as const;
  browser = new Browser();
  // A JWT that only time ends: what one request signs out, the next one still comes with.
  await browser.signIn(app, person, "jwt");
  things = thingsOf(app, { person, browser, other });
});
afterEach(() => things.end());

/** Success or refusal: no redirect, no fault of ours. */
const isPlain = (status: number) => (status >= 200 && status < 300) || (status >= 400 && status < 500);

/** How often anything was written to these tables, also what was there already. */
function countWrites(): () => unknown {
  const { sqlite } = app.database;
  sqlite.exec("CREATE TEMP TABLE writes (at)");
  for (const table of ["users", "settings", "sessions"])
    for (const event of ["INSERT", "UPDATE", "DELETE"])
      sqlite.exec(
        `CREATE TEMP TRIGGER ${event}_${table} AFTER ${event} ON main.${table} BEGIN INSERT INTO writes VALUES (1); END`,
      );
  const writes = sqlite.prepare("SELECT count(*) FROM writes").pluck();
  return () => writes.get();
}

type Sent = Omit<RouteRequest, "body"> & { raw?: string; extra?: Record<string, string> };

async function send({ method, handler, path }: Route, { params = {}, query = "", raw, extra = {} }: Sent) {
  const before = writes();
  const sender = new Browser(raw === undefined ? {} : { "content-type": "application/json" });
  for (const [name, held] of browser.jar) if (!name.includes("refresh")) sender.jar.set(name, held);
  const answer = await sender.send(handler, method, {
    headers: extra,
    params,
    path: `${path.replaceAll(/[[\]]/g, "")}${query}`,
    ...(raw !== undefined && { raw }),
  });
  const { status, json } = answer;
  if (!isPlain(status)) expect.fail(`${status} ${app.logged.at(-1)}`);
  if (status >= 400) {
    expect(json.error ?? json.reason).toEqual(expect.stringMatching(/^[a-z_]+$/));
    expect(writes()).toBe(before);
    for (const line of answer.setCookies) expect(line).toContain("Max-Age=0");
  }
  return answer;
}

/** The right request of a route, after it was let in once. */
async function letIn(route: Route): Promise<Sent & { body?: Record<string, unknown> }> {
  const entry = entryOf(route.name);
  const { body, ...rest } = (await entry.request?.(things)) ?? {};
  const right: Sent = { ...rest, ...(body && { raw: JSON.stringify(body) }) };
  const { status, json } = await send(route, right);
  expect([route.name, status]).toEqual([route.name, entry.answers]);
  expect(JSON.stringify(json)).toContain(entry.says ?? "");
  return { ...right, ...(body && { body }) };
}

const takesBody = ({ name }: Route) => entryOf(name).request?.toString().includes("body") ?? false;

describe("every handler", () => {
  it.each(routes.filter(takesBody))("$name withstands every body", async (route) => {
    const { body = {}, ...right } = await letIn(route);
    const bodies = fc.oneof(
      { weight: 6, arbitrary: spoiled(body).map((spoilt) => JSON.stringify(spoilt)) },
      { weight: 2, arbitrary: value.map((whole) => JSON.stringify(whole)) },
      { weight: 1, arbitrary: hostileText },
    );
    expect((await send(route, { ...right, raw: "[]" })).status).toBe(400);
    await fc.assert(
      fc.asyncProperty(bodies, async (raw) => void (await send(route, { ...right, raw }))),
      { numRuns: RUNS.body },
    );
  });

  it.each(routes)("$name withstands every header", async (route) => {
    const right = await letIn(route);
    await fc.assert(
      fc.asyncProperty(headers, async (extra) => void (await send(route, { ...right, extra }))),
      { numRuns: RUNS.headers },
    );
  });

  it.each(routes.filter(({ path }) => path.includes("[")))("$name withstands every path", async (route) => {
    const { params = {}, ...right } = await letIn(route);
    const part = fc.constantFrom(...Object.keys(params));
    await fc.assert(
      fc.asyncProperty(part, hostileText, async (name, text) => {
        const spoilt = Array.isArray(params[name]) ? [text] : text;
        await send(route, { ...right, params: { ...params, [name]: spoilt } });
      }),
      { numRuns: RUNS.path },
    );
  });
});

it("whoever was signed in before all this still is, as they were", async () => {
  const browser = new Browser();
  browser.jar.set("__Host-access", witness.token);
  const { userId, email } = witness.principal;
  expect((await browser.send(me, "GET")).json).toMatchObject({ user: { id: userId, role: "user" } });
  expect(await app.runtime.accounts.findByEmail(email)).toMatchObject({ disabled: false, demo: false });
});

it("nothing that was sent is found in the log", () => {
  for (const line of app.logged) expect(() => JSON.parse(line)).not.toThrow();
  expect(app.logged.join("")).not.toMatch(/OR 1=1|eyJ/);
  expect(app.logged.join("")).not.toContain(PASSWORD);
});
