// Throws generated fields, headers, cookies and paths at every route of the real server. Whatever comes in, the answer
// is a success or a refusal in JSON, never a fault of ours, and nothing half-written is left behind. Each route is
// first asked rightly and lets that in; what is spoiled from there on meets the handler and not the door. Each handler
// by itself is tried in app/api/fuzz.test.ts.

import fc from "fast-check";
import { type Account, createAccount, type Identity, signIn, whoIs } from "../support/accounts";
import { Client } from "../support/client";
import { ask, isOnPostgres } from "../support/database";
import { bodies, cookies, headers, segments } from "../support/generators";
import { type Answer, json } from "../support/http";
import { pathOf, ROUTES, type RouteEntry, type RouteRequest } from "../support/route-manifest";
import { makeAdmin } from "../support/rows";
import { expect, test } from "../support/test";
import { thingsOf } from "../support/things";

/** Long enough to meet the odd values, short enough to be run every time. */
const RUNS = { numRuns: 500, interruptAfterTimeLimit: 8000 };

let account: Account;
/** An admin of real accounts. */
let admin: Account;
/** Whom the admin may act on. */
let bobsId: string;
test.beforeAll(async ({ ownServer }) => {
  account = await createAccount(ownServer.origin);
  admin = await createAccount(ownServer.origin);
  await makeAdmin(await idOf(admin.client), ownServer.dataDir);
  bobsId = await idOf((await createAccount(ownServer.origin)).client);
});

test("every route lets the right request in, past routing, guard and schema", async ({ ownServer }) => {
  const signedIn = await signIn(ownServer.origin, admin);
  const things = thingsOf(admin, signedIn, bobsId);
  for (const entry of ROUTES) {
    const right = (await entry.request?.(things)) ?? {};
    const client = ["anyone", "lane"].includes(entry.caller) ? new Client(ownServer.origin) : signedIn;
    const answer = await sendTo(client, { ...partsOf(entry), right, spoilt: {} });
    expect(answer.status, `${entry.name}: ${answer.text.slice(0, 200)}`).toBe(entry.answers);
    expect(answer.text, entry.name).toContain(entry.says ?? "");
  }
});

test("no body, header, cookie or path makes a route fail", async ({ ownServer: { origin } }) => {
  // Signing out is a legal answer, and so many wrong passwords close an account: then it is somebody else's turn.
  const own = await createAccount(origin);
  let genuine = own.client;
  const spoiled = fc.constantFrom(...(await endpointsOf(own))).chain(spoil);
  // Half of them signed in.
  const property = fc.asyncProperty(fc.boolean(), spoiled, async (known, request) => {
    if (known && (await whoIs(genuine)) === null) genuine = (await createAccount(origin)).client;
    const answer = await sendTo(known ? genuine.copy() : new Client(origin), request);
    const claim = `${request.method} ${request.route}: ${answer.text.slice(0, 200)}`;
    expect(answer.status, claim).toBeLessThan(500);
    // A redirect would be an answer for people; a path that is no route's is a page's business.
    expect(Math.floor(answer.status / 100), claim).not.toBe(3);
    // Asked for with "Accept-Encoding", an answer may come compressed; this client reads it as it comes.
    const isPlain = answer.headers["content-encoding"] === undefined;
    const isJson = String(answer.headers["content-type"]).includes("json") || answer.status >= 400;
    if (answer.text !== "" && isPlain && isJson && request.method !== "HEAD" && !isNoRoute(answer))
      expect(() => JSON.parse(answer.text), claim).not.toThrow();
  });
  await fc.assert(property, RUNS);
});

test("after all that the store is whole and the genuine credential is accepted", async ({ ownServer }) => {
  expect((await signIn(ownServer.origin, account).then(whoIs))?.user.email).toBe(account.email);
  const find = (query: string, ...values: string[]) => ask(ownServer.dataDir, query, ...values);
  expect(await find("select id from users where id not in (select user_id from settings)")).toEqual([]);
  expect(
    await find(
      "select id from users where role <> 'user' and email <> ? and id not in (select user_id from demo_accounts)",
      admin.email,
    ),
  ).toEqual([]);
  if (!isOnPostgres) {
    expect(await find("pragma integrity_check")).toEqual([{ integrity_check: "ok" }]);
    expect(await find("pragma foreign_key_check")).toEqual([]);
  }
  expect(ownServer.output()).not.toContain('"kind":"internal"');
});

async function idOf(client: Client): Promise<string> {
  return json<Identity>(await client.get("/api/me")).user.id;
}

interface Endpoint {
  method: string;
  route: string;
  right: RouteRequest;
}

/** What of a request takes the place of what is right. */
interface Spoilt {
  body?: string;
  headers?: Record<string, string>;
  cookies?: Record<string, string>;
  params?: Record<string, string>;
}

function partsOf({ name }: RouteEntry): { method: string; route: string } {
  const [method = "", route = ""] = name.split(" ");
  return { method, route };
}

/** What exists when the test begins; some of it the test itself brings to an end. */
async function endpointsOf(own: Account): Promise<Endpoint[]> {
  const things = thingsOf(own, own.client, bobsId);
  const endpoints: Endpoint[] = [];
  for (const entry of ROUTES) {
    const right = (await entry.request?.({ ...things, run: () => things.run("theft") })) ?? {};
    endpoints.push({ ...partsOf(entry), right });
  }
  return endpoints;
}

/** One part of the right request is spoiled at a time. */
function spoil(endpoint: Endpoint): fc.Arbitrary<Endpoint & { spoilt: Spoilt }> {
  const { body, params = {} } = endpoint.right;
  const kinds: fc.Arbitrary<Spoilt>[] = [fc.record({ headers }), fc.record({ cookies })];
  if (body) kinds.push(fc.record({ body: bodies(body) }));
  const names = Object.keys(params);
  if (names.length > 0) {
    const spoiltPath = fc.tuple(fc.constantFrom(...names), segments);
    kinds.push(spoiltPath.map(([name, segment]) => ({ params: { [name]: segment } })));
  }
  return fc.oneof(...kinds).map((spoilt) => ({ ...endpoint, spoilt }));
}

function sendTo(client: Client, { method, route, right, spoilt }: Endpoint & { spoilt: Spoilt }) {
  for (const [name, raw] of Object.entries(spoilt.cookies ?? {})) client.cookies.set(name, raw);
  const path = pathOf(route, { ...right, params: { ...right.params, ...spoilt.params } });
  if (!right.body) return client.call(method, path, { headers: spoilt.headers ?? {} });
  const body = spoilt.body ?? JSON.stringify(right.body);
  return client.call(method, path, {
    body,
    headers: { "content-type": "application/json", ...spoilt.headers },
  });
}

const isNoRoute = ({ status, headers }: Answer): boolean =>
  (status === 404 || status === 400) && !String(headers["content-type"]).includes("json");
