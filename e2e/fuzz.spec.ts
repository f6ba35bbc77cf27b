// Throws generated fields, bodies and headers at every route of the API. Whatever comes in, the answer is a
// success or a refusal in JSON, never a fault of ours, and nothing half-written is left behind.

import Database from "better-sqlite3";
import fc from "fast-check";
import { type Account, createAccount, signIn, whoIs } from "./support/accounts";
import { listHandlers } from "./support/app-tree";
import { Client } from "./support/client";
import { bodies, cookies, headers, segments } from "./support/generators";
import type { Answer } from "./support/http";
import { ROOT, type Server, startServer } from "./support/server";
import { expect, test } from "./support/test";

/** Long enough to meet the odd values, short enough to be run every time. */
const MILLISECONDS_PER_TEST = 5000;

let server: Server;
let account: Account;
test.beforeAll(async () => {
  server = await startServer();
  account = await createAccount(server.origin);
});
test.afterAll(() => server.stop());

const endpoints = listHandlers(ROOT).map(({ method, route }) => ({ method, route }));
const bodied = endpoints.filter(({ method }) => method !== "GET" && method !== "HEAD");

test("no body makes a route fail", async () => {
  await everywhere(bodied, fc.record({ body: bodies }), (client, { method, route }, generated) =>
    client.call(method, examplePath(route), {
      body: generated.body,
      headers: { "content-type": "application/json" },
    }),
  );
});

test("no header makes a route fail", async () => {
  await everywhere(endpoints, fc.record({ headers }), (client, { method, route }, generated) =>
    client.call(method, examplePath(route), { headers: generated.headers }),
  );
});

test("no cookie and no path segment makes a route fail", async () => {
  await everywhere(
    endpoints,
    fc.record({ cookies, segment: segments }),
    (client, { method, route }, generated) => {
      for (const [name, raw] of Object.entries(generated.cookies)) client.cookies.set(name, raw);
      return client.call(method, examplePath(route, generated.segment));
    },
  );
});

test("after all that the store is whole and the genuine credential is accepted", async () => {
  expect((await signIn(server.origin, account).then(whoIs))?.user.email).toBe(account.email);
  const database = new Database(`${server.dataDir}/coatcheck.db`, { readonly: true });
  const count = (query: string) => database.prepare(query).pluck().get();
  expect(count("select count(*) from users where id not in (select user_id from settings)")).toBe(0);
  expect(
    count(
      "select count(*) from users where role <> 'user' and id not in (select user_id from demo_accounts)",
    ),
  ).toBe(0);
  expect(database.pragma("integrity_check", { simple: true })).toBe("ok");
  expect(database.pragma("foreign_key_check")).toEqual([]);
  database.close();
  expect(server.output()).not.toContain('"kind":"internal"');
});

type Endpoint = (typeof endpoints)[number];

/** Every run sends one generated request to one route, half of them signed in. */
async function everywhere<T>(
  targets: Endpoint[],
  generator: fc.Arbitrary<T>,
  sendIt: (client: Client, endpoint: Endpoint, generated: T) => Promise<Answer>,
): Promise<void> {
  // Signing out is a legal answer, so the signed-in half starts from a copy of a session that can be renewed.
  let genuine = await signIn(server.origin, account);
  const property = fc.asyncProperty(
    fc.constantFrom(...targets),
    fc.boolean(),
    generator,
    async (endpoint, known, generated) => {
      if (known && (await whoIs(genuine)) === null) genuine = await signIn(server.origin, account);
      const answer = await sendIt(known ? genuine.copy() : new Client(server.origin), endpoint, generated);
      expect(
        answer.status,
        `${endpoint.method} ${endpoint.route}: ${answer.text.slice(0, 200)}`,
      ).toBeLessThan(500);
      // A redirect would be an answer for people; a path that is no route's is a page's business.
      expect(Math.floor(answer.status / 100)).not.toBe(3);
      // Asked for with "Accept-Encoding", an answer may come compressed; this client reads it as it comes.
      const isPlain = answer.headers["content-encoding"] === undefined;
      if (answer.text !== "" && isPlain && endpoint.method !== "HEAD" && !isNoRoute(answer))
        expect(() => JSON.parse(answer.text), answer.text.slice(0, 200)).not.toThrow();
    },
  );
  await fc.assert(property, { numRuns: 400, interruptAfterTimeLimit: MILLISECONDS_PER_TEST });
}

const isNoRoute = ({ status, headers }: Answer): boolean =>
  (status === 404 || status === 400) && !String(headers["content-type"]).includes("json");

function examplePath(route: string, filling = "session"): string {
  return route.replace(/\[\w+\]/, filling);
}
