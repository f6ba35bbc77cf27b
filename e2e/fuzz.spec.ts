// Throws generated fields, bodies and headers at every route of the API. Whatever comes in, the answer is a
// success or a refusal in JSON, never a fault of ours, and nothing half-written is left behind.

import Database from "better-sqlite3";
import fc from "fast-check";
import { type Account, createAccount, signIn, whoIs } from "./support/accounts";
import { listHandlers } from "./support/app-tree";
import { Client } from "./support/client";
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

const nasty = fc.constantFrom(
  ...[
    "",
    " ",
    "\u0000",
    "\ud800",
    "a\u0000b",
    "'; drop table users; --",
    "{{7*7}}",
    "../../etc/passwd",
    "\r\nSet-Cookie: a=b",
  ],
  ...[
    "__proto__",
    "constructor",
    "NaN",
    "1e400",
    "-0",
    "İ@ı.example",
    "x@y.z\n",
    "\u202e@evil.example",
    "null",
  ],
);
const text = fc.oneof(
  nasty,
  fc.string({ unit: "grapheme", maxLength: 80 }),
  fc.string({ unit: "binary", maxLength: 40 }),
);
const value = fc.oneof(
  text,
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constantFrom(null, {}, [], [[]], 2 ** 53, -1, "session", "jwt", "ES256", "none"),
  fc.jsonValue({ maxDepth: 3 }),
);
const FIELDS = [
  ...[
    "email",
    "password",
    "name",
    "mode",
    "exceptThis",
    "authMode",
    "jwt",
    "session",
    "alg",
    "accessTtlSeconds",
  ],
  ...["revocation", "refreshIdleSeconds", "idleTimeoutSeconds", "absoluteTimeoutSeconds", "strategy", "role"],
  ...["__proto__", "constructor", "toString", "id"],
];
const object = fc.dictionary(fc.constantFrom(...FIELDS), value, { maxKeys: 6 });
const nested = fc.record(
  { jwt: object, session: object, authMode: value, email: text, password: text, name: text, mode: value },
  { requiredKeys: [] },
);
const valid = {
  email: fc.uuid().map((id) => `fuzz-${id}@example.test`),
  password: fc.string({ unit: "grapheme", minLength: 8, maxLength: 60 }),
  name: text,
};
const body = fc.oneof(
  fc.oneof(object, nested, fc.record(valid)).map((members) => JSON.stringify(members)),
  fc.json(),
  text,
);

// What Node's client lets through; what it does not, no HTTP parser would.
const headerValue = fc
  .oneof(
    text,
    fc.constantFrom(
      "Bearer",
      "Bearer x.y.z",
      "Bearer ..",
      "application/json",
      "multipart/form-data",
      "1",
      "https:",
      "[",
      "%",
    ),
  )
  .map((raw) => raw.replace(/[^\t\u0020-\u007e\u0080-\u00ff]/g, ""));
const headerName = fc.constantFrom(
  ...[
    "authorization",
    "cookie",
    "origin",
    "content-type",
    "accept",
    "accept-language",
    "user-agent",
    "referer",
    "range",
  ],
  ...[
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "forwarded",
    "if-none-match",
    "if-modified-since",
  ],
  ...[
    "sec-fetch-site",
    "purpose",
    "rsc",
    "next-action",
    "next-router-prefetch",
    "next-router-state-tree",
    "next-url",
  ],
  ...[
    "x-middleware-subrequest",
    "x-nextjs-data",
    "x-http-method-override",
    "accept-encoding",
    "x-invoke-status",
  ],
);
const headers = fc.dictionary(headerName, headerValue, { maxKeys: 4 });
const segment = fc
  .oneof(
    text.filter((raw) => raw.isWellFormed()),
    fc.constantFrom("session", "jwt", "%00", "%ff", "..%2f", "__proto__"),
  )
  .map(encodeURIComponent);
const cookies = fc.dictionary(
  fc.constantFrom(
    ...["session", "access", "refresh", "device", "flash", "pair-session", "pair-access"].map(
      (name) => `__Host-${name}`,
    ),
  ),
  headerValue.map((raw) => raw.replace(/[;\s]/g, "")),
  { maxKeys: 3 },
);

test("no body makes a route fail", async () => {
  await everywhere(bodied, fc.record({ body }), (client, { method, route }, generated) =>
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
  await everywhere(endpoints, fc.record({ cookies, segment }), (client, { method, route }, generated) => {
    for (const [name, raw] of Object.entries(generated.cookies)) client.cookies.set(name, raw);
    return client.call(method, examplePath(route, generated.segment || "x"));
  });
});

test("after all that the store is whole and the genuine credential is accepted", async () => {
  expect((await signIn(server.origin, account).then(whoIs))?.user.email).toBe(account.email);
  const database = new Database(`${server.dataDir}/coatcheck.db`, { readonly: true });
  const count = (query: string) => database.prepare(query).pluck().get();
  expect(count("select count(*) from users where id not in (select user_id from settings)")).toBe(0);
  expect(count("select count(*) from users where role <> 'user' and not demo")).toBe(0);
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
      if (answer.text !== "" && endpoint.method !== "HEAD" && !isNoRoute(answer))
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
