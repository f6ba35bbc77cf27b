// The JSON API on the wire: what Next's routing, the front door and real requests add to the handlers, which have
// tests of their own beside them in app/api.

import { COOKIE, type Identity, MODES, newIdentity, signIn, whoIs } from "../support/accounts";
import { listHandlers } from "../support/app-tree";
import { Client } from "../support/client";
import { json } from "../support/http";
import { pathOf, requestOf } from "../support/route-manifest";
import { ROOT } from "../support/server";
import { expect, test } from "../support/test";

const ID = expect.stringMatching(/^[A-Za-z0-9_-]{16,}$/);
const INSTANT = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
const UNSAFE = ["POST", "PUT", "PATCH", "DELETE"];

test("ping and health answer whoever asks, and say nothing about anyone", async ({ anonymous }) => {
  const ping = await anonymous.get("/api/ping");
  expect([ping.status, ping.text, ping.setCookies]).toEqual([200, '{"pong":true}', []]);
  const health = await anonymous.get("/api/health");
  expect([health.status, json(health).status]).toEqual([200, "ok"]);
  expect(health.headers["cache-control"]).toContain("no-store");
});

test("the key set holds public keys only, one an algorithm, and may be cached", async ({ anonymous }) => {
  const answer = await anonymous.get("/.well-known/jwks.json");
  expect(answer.status).toBe(200);
  expect(answer.headers["cache-control"]).toMatch(/public|max-age=[1-9]/);
  expect(answer.setCookies).toEqual([]);
  const { keys } = json<{ keys: Record<string, string>[] }>(answer);
  expect(keys.map(({ alg }) => alg).sort()).toEqual(["ES256", "EdDSA", "RS256"]);
  expect(new Set(keys.map(({ kid }) => kid)).size).toBe(keys.length);
  for (const key of keys) {
    expect(key).toMatchObject({ use: "sig", kid: expect.any(String) });
    expect(key.kty).not.toBe("oct");
    const secret = ["d", "p", "q", "dp", "dq", "qi", "k"];
    expect(Object.keys(key).filter((member) => secret.includes(member))).toEqual([]);
  }
});

test("the public keys check what the app signs", async ({ origin, account, anonymous }) => {
  const client = await signIn(origin, account, "jwt");
  const [header = "", payload = "", signature = ""] = (client.cookies.get(COOKIE.jwt) ?? "").split(".");
  const { kid } = JSON.parse(atob(header));
  const { keys } = json<{ keys: (JsonWebKey & { kid: string })[] }>(
    await anonymous.get("/.well-known/jwks.json"),
  );
  const key = keys.find((candidate) => candidate.kid === kid);
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const publicKey = await crypto.subtle.importKey("jwk", key ?? {}, algorithm, false, ["verify"]);
  const verify = (signed: string) =>
    crypto.subtle.verify(algorithm, publicKey, Buffer.from(signature, "base64url"), Buffer.from(signed));
  expect(await verify(`${header}.${payload}`)).toBe(true);
  expect(await verify(`${header}.${payload}x`)).toBe(false);
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString());
  const ids = { jti: expect.any(String), sid: expect.any(String) };
  expect(claims).toMatchObject({ iss: origin, aud: origin, ...ids, role: "user" });
  expect(claims.exp - claims.iat).toBe(900);
});

for (const mode of MODES)
  test(`GET /api/me describes a ${mode} sign-in, by cookie and by Bearer, which needs no origin`, async ({
    origin,
    account,
  }) => {
    const client = await signIn(origin, account, mode);
    const answer = await client.get("/api/me");
    expect(answer.status).toBe(200);
    expect(answer.headers["content-type"]).toMatch(/^application\/json/);
    expect(answer.headers["cache-control"]).toBe("private, no-store");
    expect(answer.headers["server-timing"]).toMatch(
      new RegExp(`^auth;dur=[\\d.]+;desc="[^"]+", store;desc="${mode === "session" ? 1 : 0} reads"$`),
    );
    const issued = { mode, sessionId: ID, issuedAt: INSTANT, expiresAt: INSTANT };
    expect(json(answer)).toEqual({
      user: { id: ID, email: account.email, name: account.name, role: "user" },
      auth: mode === "session" ? issued : { ...issued, strategy: "expiry-only", alg: "ES256" },
    });
    const authorization = `Bearer ${client.cookies.get(COOKIE[mode])}`;
    const program = new Client(origin);
    const me = await program.get("/api/me", { headers: { authorization } });
    expect(json<Identity>(me).auth.mode).toBe(mode);
    const patch = { json: {}, headers: { authorization, origin: null } };
    expect((await program.call("PATCH", "/api/settings", patch)).status).toBe(200);
    // The header is the whole answer: a good cookie beside it does not count.
    expect((await client.get("/api/me", { headers: { authorization: "Bearer x" } })).status).toBe(401);
  });

test("settings are read whole, changed in part, and kept", async ({ account }) => {
  const initial = json<{ jwt: object }>(await account.client.get("/api/settings"));
  const seconds = expect.any(Number);
  const jwt = { alg: "ES256", accessTtlSeconds: 900, revocation: "expiry-only" };
  expect(initial).toEqual({
    authMode: "session",
    jwt: { ...jwt, refreshIdleSeconds: seconds, refreshAbsoluteSeconds: seconds },
    session: { idleTimeoutSeconds: seconds, absoluteTimeoutSeconds: seconds, cacheSeconds: 0 },
    maxSignIns: 50,
  });
  const change = { alg: "EdDSA", accessTtlSeconds: 2 };
  const answer = await account.client.call("PATCH", "/api/settings", { json: { jwt: change } });
  expect([answer.status, json(answer)]).toEqual([200, { ...initial, jwt: { ...initial.jwt, ...change } }]);
  expect(json(await account.client.get("/api/settings"))).toEqual(json(answer));
});

test("every unsafe handler refuses a request that no page of ours has sent", async ({ account }) => {
  const before = (await account.client.get("/api/settings")).text;
  const evil = "http://evil.example";
  for (const { method, route } of listHandlers(ROOT).filter((handler) => UNSAFE.includes(handler.method))) {
    const { params = {} } = await requestOf(`${method} ${route}`);
    for (const headers of [
      { origin: null },
      { origin: "http://localhost:1" },
      { origin: evil, host: "evil.example", "x-forwarded-host": "evil.example", "x-forwarded-proto": "http" },
      { origin: null, "sec-fetch-site": "same-site" },
    ]) {
      const sent = { json: { authMode: "jwt", mode: "jwt" }, headers };
      const answer = await account.client.copy().call(method, pathOf(route, { params }), sent);
      const claim = `${method} ${route} ${JSON.stringify(headers)}`;
      expect([answer.status, answer.text], claim).toEqual([403, '{"error":"cross_origin"}']);
      expect(answer.setCookies, claim).toEqual([]);
    }
  }
  expect((await account.client.get("/api/settings")).text).toBe(before);
  const headers = { origin: null, "sec-fetch-site": "same-origin" };
  expect((await account.client.call("PATCH", "/api/settings", { json: {}, headers })).status).toBe(200);
});

test("an unknown address is 404 and a wrong method 405, in JSON", async ({ account }) => {
  for (const path of ["/api/nowhere", "/api/me/x", "/api/auth", "/.well-known/nowhere"])
    for (const method of ["GET", ...UNSAFE]) {
      const answer = await account.client.copy().call(method, path);
      expect([answer.status, answer.text], `${method} ${path}`).toEqual([404, '{"error":"not_found"}']);
      expect(answer.headers["content-security-policy"]).toContain("default-src 'none'");
    }
  const wrong = await account.client.call("PUT", "/api/settings");
  expect([wrong.status, wrong.text]).toEqual([405, '{"error":"method_not_allowed"}']);
  expect(String(wrong.headers.allow).split(", ").sort()).toEqual(["GET", "HEAD", "OPTIONS", "PATCH"]);
  expect(await whoIs(account.client)).not.toBeNull();
});

test("a body of the wrong type, size or shape is refused, and one below the limit is read", async ({
  account,
  anonymous,
}) => {
  const patch = (body: string, headers: Record<string, string | null> = {}) =>
    account.client.call("PATCH", "/api/settings", {
      body,
      headers: { "content-type": "application/json", connection: "close", ...headers },
    });
  for (const type of ["text/plain", "application/x-www-form-urlencoded", null])
    expect((await patch("{}", { "content-type": type })).status, String(type)).toBe(415);
  for (const framing of [{}, { "transfer-encoding": "chunked" }])
    expect((await patch(" ".repeat(1024 * 1024), framing)).status).toBe(413);
  for (const body of ["{", "null", "[]", "\u0000", "[".repeat(30_000)]) {
    const answer = await patch(body);
    expect([answer.status, json(answer).error], body.slice(0, 20)).toEqual([400, "invalid_request"]);
  }
  expect((await patch(`{}${" ".repeat(60_000)}`)).status).toBe(200);

  const { email, password } = newIdentity();
  const shapes: [Client, string, object, string[]][] = [
    [anonymous, "/api/auth/sign-up", {}, ["email", "name", "password"]],
    [anonymous, "/api/auth/sign-up", { email: "a@b", password, name: "" }, ["email", "name"]],
    [anonymous, "/api/auth/sign-in", { email, password, mode: "both" }, ["mode"]],
    [account.client, "/api/auth/mode", {}, ["mode"]],
    [account.client, "/api/pair", { accessTtlSeconds: 1.5 }, ["accessTtlSeconds"]],
    [account.client, "/api/pair", { accessTtlSeconds: 1 }, ["accessTtlSeconds"]],
    [account.client, "/api/pair", { alg: "hs256" }, ["alg"]],
  ];
  for (const [client, path, body, fields] of shapes) {
    const answer = await client.copy().post(path, body);
    const claim = `${path} ${JSON.stringify(body)}`;
    const refusal = json<{ error: string; fields: Record<string, string> }>(answer);
    expect([answer.status, refusal.error, answer.setCookies], claim).toEqual([400, "invalid_request", []]);
    expect(Object.keys(refusal.fields).sort(), claim).toEqual(fields);
  }
});
