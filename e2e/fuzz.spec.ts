// Throws generated fields, bodies and headers at every route of the API. Whatever comes in, the answer is a
// success or a refusal in JSON, never a fault of ours, and nothing half-written is left behind. Each route is first
// asked rightly and lets that in; what is spoiled from there on meets the handler and not the door.

import Database from "better-sqlite3";
import fc from "fast-check";
import { type Account, createAccount, type Identity, signIn, whoIs } from "./support/accounts";
import { Client } from "./support/client";
import { bodies, cookies, headers, nearly, segments } from "./support/generators";
import { type Answer, json } from "./support/http";
import { pathOf, ROUTES, type RouteEntry, type RouteRequest } from "./support/route-manifest";
import { makeAdmin } from "./support/rows";
import { type Server, startServer } from "./support/server";
import { expect, test } from "./support/test";
import { thingsOf } from "./support/things";

/** Long enough to meet the odd values, short enough to be run every time. */
const MILLISECONDS_PER_TEST = 5000;

let server: Server;
let account: Account;
/** An admin of real accounts. */
let admin: Account;
/** Whom the admin may act on. */
let bobsId: string;
test.beforeAll(async () => {
  server = await startServer();
  account = await createAccount(server.origin);
  admin = await createAccount(server.origin);
  makeAdmin(await idOf(admin.client), server.dataDir);
  bobsId = await idOf((await createAccount(server.origin)).client);
});
test.afterAll(() => server.stop());

test("every route lets the right request in, past routing, guard and schema", async () => {
  const signedIn = await signIn(server.origin, admin);
  const things = thingsOf(admin, signedIn, bobsId);
  for (const entry of ROUTES) {
    const [method, route] = partsOf(entry);
    const right = (await entry.request?.(things)) ?? {};
    const client = ["anyone", "lane"].includes(entry.caller) ? new Client(server.origin) : signedIn;
    const answer = await client.call(method, pathOf(route, right), right.body ? { json: right.body } : {});
    expect(answer.status, `${entry.name}: ${answer.text.slice(0, 200)}`).toBe(entry.answers);
    expect(answer.text, entry.name).toContain(entry.says ?? "");
  }
});

test("no body makes a route fail", async () => {
  await everywhere(
    ({ right }) => right.body !== undefined,
    ({ right }) => fc.oneof(bodies, nearly(right.body ?? {})),
    (client, { method, route, right }, body) =>
      client.call(method, pathOf(route, right), { body, headers: { "content-type": "application/json" } }),
  );
});

test("no header makes a route fail", async () => {
  await everywhere(
    () => true,
    () => headers,
    (client, { method, route, right }, generated) =>
      client.call(method, pathOf(route, right), {
        ...(right.body && { body: JSON.stringify(right.body) }),
        headers: { ...(right.body && { "content-type": "application/json" }), ...generated },
      }),
  );
});

test("no cookie makes a route fail", async () => {
  await everywhere(
    () => true,
    () => cookies,
    (client, { method, route, right }, generated) => {
      for (const [name, raw] of Object.entries(generated)) client.cookies.set(name, raw);
      return client.call(method, pathOf(route, right), right.body ? { json: right.body } : {});
    },
  );
});

test("no path segment makes a route fail", async () => {
  await everywhere(
    ({ right }) => Object.keys(right.params ?? {}).length > 0,
    ({ right }) =>
      fc.record({ name: fc.constantFrom(...Object.keys(right.params ?? {})), segment: segments }),
    (client, { method, route, right }, { name, segment }) => {
      const params = { ...right.params, [name]: decodeURIComponent(segment) };
      return client.call(method, pathOf(route, { ...right, params }), right.body ? { json: right.body } : {});
    },
  );
});

test("after all that the store is whole and the genuine credential is accepted", async () => {
  expect((await signIn(server.origin, account).then(whoIs))?.user.email).toBe(account.email);
  const database = new Database(`${server.dataDir}/coatcheck.db`, { readonly: true });
  const count = (query: string, ...values: string[]) =>
    database
      .prepare(query)
      .pluck()
      .get(...values);
  expect(count("select count(*) from users where id not in (select user_id from settings)")).toBe(0);
  expect(
    count(
      "select count(*) from users where role <> 'user' and email <> ? and id not in (select user_id from demo_accounts)",
      admin.email,
    ),
  ).toBe(0);
  expect(database.pragma("integrity_check", { simple: true })).toBe("ok");
  expect(database.pragma("foreign_key_check")).toEqual([]);
  database.close();
  expect(server.output()).not.toContain('"kind":"internal"');
});

async function idOf(client: Client): Promise<string> {
  return json<Identity>(await client.get("/api/me")).user.id;
}

interface Endpoint {
  method: string;
  route: string;
  right: RouteRequest;
}

function partsOf({ name }: RouteEntry): [method: string, route: string] {
  const [method = "", route = ""] = name.split(" ");
  return [method, route];
}

/** What exists when a test begins; some of it the test itself brings to an end. */
async function endpointsOf(own: Account): Promise<Endpoint[]> {
  const things = thingsOf(own, own.client, bobsId);
  const endpoints: Endpoint[] = [];
  for (const entry of ROUTES) {
    const [method, route] = partsOf(entry);
    const right = (await entry.request?.({ ...things, run: () => things.run("theft") })) ?? {};
    endpoints.push({ method, route, right });
  }
  return endpoints;
}

/** Every run sends one generated request to one route, half of them signed in. */
async function everywhere<T>(
  isMeant: (endpoint: Endpoint) => boolean,
  generator: (endpoint: Endpoint) => fc.Arbitrary<T>,
  sendIt: (client: Client, endpoint: Endpoint, generated: T) => Promise<Answer>,
): Promise<void> {
  // Signing out is a legal answer, and so many wrong passwords close an account: then it is somebody else's turn.
  const own = await createAccount(server.origin);
  let genuine = own.client;
  const targets = (await endpointsOf(own)).filter(isMeant);
  const requests = fc
    .constantFrom(...targets)
    .chain((endpoint) => fc.tuple(fc.constant(endpoint), generator(endpoint)));
  const property = fc.asyncProperty(fc.boolean(), requests, async (known, [endpoint, generated]) => {
    if (known && (await whoIs(genuine)) === null) genuine = (await createAccount(server.origin)).client;
    const answer = await sendIt(known ? genuine.copy() : new Client(server.origin), endpoint, generated);
    expect(answer.status, `${endpoint.method} ${endpoint.route}: ${answer.text.slice(0, 200)}`).toBeLessThan(
      500,
    );
    // A redirect would be an answer for people; a path that is no route's is a page's business.
    expect(Math.floor(answer.status / 100)).not.toBe(3);
    // Asked for with "Accept-Encoding", an answer may come compressed; this client reads it as it comes.
    const isPlain = answer.headers["content-encoding"] === undefined;
    const isJson = String(answer.headers["content-type"]).includes("json") || answer.status >= 400;
    if (answer.text !== "" && isPlain && isJson && endpoint.method !== "HEAD" && !isNoRoute(answer))
      expect(() => JSON.parse(answer.text), answer.text.slice(0, 200)).not.toThrow();
  });
  await fc.assert(property, { numRuns: 400, interruptAfterTimeLimit: MILLISECONDS_PER_TEST });
}

const isNoRoute = ({ status, headers }: Answer): boolean =>
  (status === 404 || status === 400) && !String(headers["content-type"]).includes("json");
