// How the API refuses: origin, method, media type, size, shape, credential. After each the genuine request
// still works.

import { COOKIE, newIdentity, signIn, whoIs } from "./support/accounts";
import { listHandlers } from "./support/app-tree";
import { Client } from "./support/client";
import { json, send } from "./support/http";
import { pathOf, requestOf } from "./support/route-manifest";
import { ROOT } from "./support/server";
import { expect, test } from "./support/test";

const UNSAFE = ["POST", "PUT", "PATCH", "DELETE"];
const handlers = await Promise.all(
  listHandlers(ROOT).map(async ({ method, route }) => {
    const { params = {} } = await requestOf(`${method} ${route}`);
    return { method, route, path: pathOf(route, { params }) };
  }),
);
const unsafe = handlers.filter(({ method }) => UNSAFE.includes(method));

const FOREIGN: Record<string, Record<string, string | null>> = {
  "no origin": { origin: null },
  "another origin": { origin: "https://evil.example" },
  "another port": { origin: "http://localhost:1" },
  "another scheme": { origin: "https://localhost" },
  "a null origin": { origin: "null" },
  "another origin that claims our host": {
    origin: "http://evil.example",
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "http",
  },
  "another host with its own origin": { origin: "http://evil.example", host: "evil.example" },
  "a same-site page": { origin: null, "sec-fetch-site": "same-site" },
  "a cross-site page": { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
  "a typed address": { origin: null, "sec-fetch-site": "none" },
};

for (const [what, headers] of Object.entries(FOREIGN)) {
  test(`every unsafe handler refuses a request with ${what}`, async ({ account }) => {
    const before = (await account.client.get("/api/settings")).text;
    for (const { method, path } of unsafe) {
      const answer = await account.client
        .copy()
        .call(method, path, { json: { authMode: "jwt", mode: "jwt" }, headers });
      expect([answer.status, answer.text], `${method} ${path}`).toEqual([403, '{"error":"cross_origin"}']);
      expect(answer.setCookies, `${method} ${path}`).toEqual([]);
    }
    expect((await account.client.get("/api/settings")).text).toBe(before);
    expect((await account.client.call("PATCH", "/api/settings", { json: {} })).status).toBe(200);
  });
}

test("a request that a browser marks as same-origin needs no Origin", async ({ account }) => {
  const headers = { origin: null, "sec-fetch-site": "same-origin" };
  expect((await account.client.call("PATCH", "/api/settings", { json: {}, headers })).status).toBe(200);
});

test("every handler answers 405 with what is allowed to a method it does not have", async ({ account }) => {
  for (const { route, path } of handlers) {
    const has = handlers.filter((handler) => handler.route === route).map(({ method }) => method);
    for (const method of ["GET", ...UNSAFE].filter((candidate) => !has.includes(candidate))) {
      const answer = await account.client.copy().call(method, path);
      expect([answer.status, answer.text], `${method} ${path}`).toEqual([
        405,
        '{"error":"method_not_allowed"}',
      ]);
      const allowed = String(answer.headers.allow).split(", ");
      const implied = has.includes("GET") ? ["HEAD", "OPTIONS"] : ["OPTIONS"];
      expect(allowed.sort(), `${method} ${path}`).toEqual([...new Set([...has, ...implied])].sort());
    }
  }
  expect(await whoIs(account.client)).not.toBeNull();
});

test("an unknown address of the API is 404 in JSON, with every method", async ({ account }) => {
  for (const path of ["/api/nowhere", "/api/me/x", "/api/auth", "/.well-known/nowhere"])
    for (const method of ["GET", ...UNSAFE]) {
      const answer = await account.client.copy().call(method, path);
      expect([answer.status, answer.text], `${method} ${path}`).toEqual([404, '{"error":"not_found"}']);
      expect(answer.headers["content-security-policy"]).toContain("default-src 'none'");
    }
  expect(await whoIs(account.client)).not.toBeNull();
});

const withBody = unsafe.filter(({ path }) =>
  ["/api/auth/sign-up", "/api/auth/sign-in", "/api/auth/mode", "/api/settings", "/api/pair"].includes(path),
);

test("a body that is not declared as JSON is refused with 415", async ({ account }) => {
  for (const { method, path } of withBody)
    for (const type of [
      "text/plain",
      "application/x-www-form-urlencoded",
      "text/json",
      "application/jsonp",
      null,
    ]) {
      const headers = { "content-type": type };
      const answer = await account.client.copy().call(method, path, { body: "{}", headers });
      expect(answer.status, `${method} ${path} ${type}`).toBe(415);
      expect(json(answer)).toEqual({ error: expect.any(String) });
    }
  const headers = { "content-type": "Application/JSON; charset=utf-8" };
  expect((await account.client.call("PATCH", "/api/settings", { body: "{}", headers })).status).toBe(200);
});

test("a body above 64 KB is refused with 413, declared or not, and one below is read", async ({
  account,
  origin,
}) => {
  const big = JSON.stringify({ password: "x".repeat(1024 * 1024) });
  const cookie = `${COOKIE.session}=${account.client.cookies.get(COOKIE.session)}`;
  for (const { method, path } of withBody)
    for (const framing of [{}, { "transfer-encoding": "chunked" }]) {
      const headers = { origin, cookie, "content-type": "application/json", connection: "close", ...framing };
      const answer = await send(origin, method, path, { headers, body: big });
      expect(answer.status, `${method} ${path} ${Object.keys(framing)}`).toBe(413);
      expect(json(answer)).toEqual({ error: expect.any(String) });
    }
  const padded = { body: `{}${" ".repeat(60_000)}`, headers: { "content-type": "application/json" } };
  expect((await account.client.call("PATCH", "/api/settings", padded)).status).toBe(200);
});

test("a body of the wrong shape is refused with 400 and names the fields", async ({ account, anonymous }) => {
  const { email, password, name } = newIdentity();
  const cases: [Client, string, string, unknown, string[]][] = [
    [anonymous, "POST", "/api/auth/sign-up", {}, ["email", "name", "password"]],
    [anonymous, "POST", "/api/auth/sign-up", { email: 1, password, name }, ["email"]],
    [anonymous, "POST", "/api/auth/sign-up", { email, password: "1234567", name }, ["password"]],
    [anonymous, "POST", "/api/auth/sign-up", { email, password: "password", name }, ["password"]],
    [anonymous, "POST", "/api/auth/sign-up", { email, password: "x".repeat(1025), name }, ["password"]],
    [anonymous, "POST", "/api/auth/sign-up", { email, password: [password], name }, ["password"]],
    [anonymous, "POST", "/api/auth/sign-up", { email: "a@b", password, name: "" }, ["email", "name"]],
    [anonymous, "POST", "/api/auth/sign-in", { email, password, mode: "both" }, ["mode"]],
    [anonymous, "POST", "/api/auth/sign-in", { email: { $gt: "" }, password }, ["email"]],
    [account.client, "POST", "/api/auth/mode", {}, ["mode"]],
    [account.client, "PATCH", "/api/settings", { authMode: "none" }, ["authMode"]],
    [account.client, "PATCH", "/api/settings", { jwt: { accessTtlSeconds: 1 } }, ["jwt.accessTtlSeconds"]],
    [account.client, "PATCH", "/api/settings", { jwt: { alg: "none" } }, ["jwt.alg"]],
    [account.client, "POST", "/api/pair", { accessTtlSeconds: 1.5 }, ["accessTtlSeconds"]],
    [account.client, "POST", "/api/pair", { alg: "hs256" }, ["alg"]],
  ];
  for (const [client, method, path, body, fields] of cases) {
    const answer = await client.copy().call(method, path, { json: body });
    const claim = `${method} ${path} ${JSON.stringify(body).slice(0, 60)}`;
    expect(answer.status, claim).toBe(400);
    const refusal = json<{ error: string; fields: Record<string, string> }>(answer);
    expect(Object.keys(refusal).sort(), claim).toEqual(["error", "fields"]);
    expect(refusal.error, claim).toBe("invalid_request");
    expect(Object.keys(refusal.fields).sort(), claim).toEqual(fields);
    expect(answer.setCookies, claim).toEqual([]);
  }
});

test("a body that is no JSON object is refused with 400", async ({ account }) => {
  const headers = { "content-type": "application/json" };
  for (const body of ["{", "null", "[]", '"x"', "1", "\u0000", "{'a':1}", `${"[".repeat(30_000)}`])
    for (const { method, path } of withBody) {
      const answer = await account.client.copy().call(method, path, { body, headers });
      expect(answer.status, `${path} ${body.slice(0, 20)}`).toBe(400);
      expect(json(answer)).toEqual({ error: "invalid_request", fields: expect.any(Object) });
    }
});

test("a 1,024-character password of any Unicode is accepted whole", async ({ anonymous, origin }) => {
  const identity = newIdentity();
  const password = "🧥".repeat(1023);
  expect((await anonymous.post("/api/auth/sign-up", { ...identity, password: `${password}a` })).status).toBe(
    201,
  );
  const other = new Client(origin);
  const attempt = (last: string) =>
    other.post("/api/auth/sign-in", { email: identity.email, password: password + last });
  expect((await attempt("b")).status).toBe(401);
  expect((await attempt("")).status).toBe(401);
  expect((await attempt("a")).status).toBe(200);
});

test("two credentials at once are refused and both cleared, as is one cookie twice", async ({
  account,
  origin,
}) => {
  const session = account.client;
  const jwt = await signIn(origin, account, "jwt");
  const [a, b] = [session.cookies.get(COOKIE.session), jwt.cookies.get(COOKIE.jwt)];
  for (const cookie of [
    `${COOKIE.session}=${a}; ${COOKIE.jwt}=${b}`,
    `${COOKIE.jwt}=${b}; ${COOKIE.session}=${a}`,
    `${COOKIE.session}=${a}; ${COOKIE.session}=${a}`,
    `${COOKIE.session}=x; ${COOKIE.session}=${a}`,
    `${COOKIE.jwt}=${b}; ${COOKIE.jwt}=x`,
    `${COOKIE.session}=${a}; ${COOKIE.jwt}=x`,
  ]) {
    const answer = await send(origin, "GET", "/api/me", { headers: { cookie } });
    expect([answer.status, answer.text], cookie.slice(0, 20)).toEqual([401, '{"error":"unauthenticated"}']);
    for (const name of Object.values(COOKIE))
      expect(answer.setCookies.join("\n")).toMatch(new RegExp(`^${name}=;.*Max-Age=0`, "im"));
    const page = await send(origin, "GET", "/dashboard", { headers: { cookie } });
    expect(page.headers.location).toContain("/login");
    expect(page.text).not.toContain(account.name);
  }
  expect(await whoIs(session)).not.toBeNull();
  expect(await whoIs(jwt)).not.toBeNull();
});
