// What anyone may ask: the keys, the health, the floor; and the pair, whose probes judge for themselves.

import { COOKIE, createAccount, signIn, whoIs } from "./support/accounts";
import { Client } from "./support/client";
import { json } from "./support/http";
import { expect, test } from "./support/test";

const PAIR = { session: "__Host-pair-session", jwt: "__Host-pair-access" } as const;

test("ping answers at once, without a store, whoever asks", async ({ anonymous }) => {
  const answer = await anonymous.get("/api/ping");
  expect([answer.status, answer.text]).toEqual([200, '{"pong":true}']);
  expect(answer.setCookies).toEqual([]);
});

test("health says ok and says nothing about anyone", async ({ anonymous }) => {
  const answer = await anonymous.get("/api/health");
  expect(answer.status).toBe(200);
  expect(json(answer)).toMatchObject({ status: "ok" });
  expect(answer.headers["cache-control"]).toContain("no-store");
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
    expect(
      Object.keys(key).filter((member) => ["d", "p", "q", "dp", "dq", "qi", "k"].includes(member)),
    ).toEqual([]);
  }
});

test("the public keys check what the app signs", async ({ origin, account, anonymous }) => {
  const client = await signIn(origin, account, "jwt");
  const token = client.cookies.get(COOKIE.jwt) ?? "";
  const [header = "", payload = "", signature = ""] = token.split(".");
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
  expect(claims).toMatchObject({
    iss: origin,
    aud: origin,
    jti: expect.any(String),
    sid: expect.any(String),
    role: "user",
  });
  expect(claims.exp - claims.iat).toBe(900);
});

test("a pair is issued, described, probed and ended half by half", async ({ account }) => {
  const { client } = account;
  const issued = await client.post("/api/pair", { accessTtlSeconds: 60, alg: "EdDSA" });
  expect(issued.status).toBe(201);
  for (const name of Object.values(PAIR)) {
    const line = issued.setCookies.find((candidate) => candidate.startsWith(`${name}=`));
    expect(line).toMatch(/Path=\/;.*Secure;.*HttpOnly;.*SameSite=lax/i);
    expect(line).not.toMatch(/domain=/i);
    expect(issued.text).not.toContain(client.cookies.get(name));
  }
  const described = json<Record<"session" | "jwt", Record<string, unknown>>>(await client.get("/api/pair"));
  expect(described.session).toMatchObject({ active: true, row: { id: expect.any(String) } });
  expect(described.jwt).toMatchObject({
    active: true,
    header: { alg: "EdDSA" },
    claims: { sub: expect.any(String) },
  });

  for (const mode of ["session", "jwt"] as const) {
    const probe = await client.get(`/api/pair/${mode}`);
    expect(probe.status).toBe(200);
    expect(json(probe)).toMatchObject({ active: true, principal: { email: account.email } });
    expect(probe.headers["cache-control"]).toBe("private, no-store");
    expect(probe.headers["server-timing"]).toMatch(
      new RegExp(`store;desc="${mode === "session" ? 1 : 0} reads"`),
    );
    expect((await client.call("DELETE", `/api/pair/${mode}`)).status).toBe(204);
  }
  const session = await client.get("/api/pair/session");
  expect(session.status).toBe(401);
  expect(json(session)).toMatchObject({ active: false, reason: "revoked" });
  expect((await client.get("/api/pair/jwt")).status, "a JWT lives until it expires").toBe(200);
  expect((await client.call("DELETE", "/api/pair/other")).status).toBe(404);
  expect((await client.get("/api/pair/other")).status).toBe(404);
});

test("the app's guard never accepts a pair's credentials, nor the pair's verifier the app's", async ({
  account,
  origin,
}) => {
  const { client } = account;
  const jwt = await signIn(origin, account, "jwt");
  await client.post("/api/pair", {});
  for (const mode of ["session", "jwt"] as const) {
    const impostor = new Client(origin);
    impostor.cookies.set(COOKIE[mode], client.cookies.get(PAIR[mode]) ?? "");
    expect(await whoIs(impostor)).toBeNull();
    const bearer = { headers: { authorization: `Bearer ${client.cookies.get(PAIR[mode])}` } };
    expect((await new Client(origin).get("/api/me", bearer)).status).toBe(401);
    const reversed = new Client(origin);
    const own = mode === "session" ? client.cookies.get(COOKIE.session) : jwt.cookies.get(COOKIE.jwt);
    reversed.cookies.set(PAIR[mode], own ?? "");
    expect((await reversed.get(`/api/pair/${mode}`)).status).toBe(401);
    expect((await client.get(`/api/pair/${mode}`)).status).toBe(200);
  }
  expect(await whoIs(client)).not.toBeNull();
  expect(await whoIs(jwt)).not.toBeNull();
});

test("nobody ends a half of somebody else's pair", async ({ account, origin }) => {
  const { client } = account;
  await client.post("/api/pair", {});
  const stranger = await createAccount(origin);
  for (const mode of ["session", "jwt"] as const)
    stranger.client.cookies.set(PAIR[mode], client.cookies.get(PAIR[mode]) ?? "");
  expect((await stranger.client.call("DELETE", "/api/pair/session")).status).toBe(404);
  expect((await client.get("/api/pair/session")).status).toBe(200);
  expect((await client.call("DELETE", "/api/pair/session")).status).toBe(204);
  expect((await client.get("/api/pair/session")).status).toBe(401);
});

test("a pair's JWT is refused from its expiry on, and signing out ends a pair's session", async ({
  account,
}) => {
  const { client } = account;
  await client.post("/api/pair", { accessTtlSeconds: 2 });
  expect((await client.get("/api/pair/jwt")).status).toBe(200);
  await expect.poll(async () => (await client.get("/api/pair/jwt")).status, { intervals: [200] }).toBe(401);
  expect(json(await client.get("/api/pair/jwt"))).toMatchObject({ active: false, reason: "expired" });
  const copy = client.copy();
  expect((await copy.get("/api/pair/session")).status).toBe(200);
  await client.post("/api/auth/sign-out");
  expect((await copy.get("/api/pair/session")).status).toBe(401);
  expect([...client.cookies.keys()].filter((name) => name.includes("pair"))).toEqual([]);
});
