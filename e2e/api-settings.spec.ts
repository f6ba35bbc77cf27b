// The JSON API for the mode and the settings, to the letter of its contract, and what the settings do.

import { COOKIE, createAccount, signIn, whoIs } from "./support/accounts";
import { json } from "./support/http";
import { expect, test } from "./support/test";

const ID = expect.stringMatching(/^[A-Za-z0-9_-]{16,}$/);
const INSTANT = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);

test("POST /api/auth/mode exchanges the credential there and back", async ({ account }) => {
  for (const mode of ["jwt", "session"] as const) {
    const before = account.client.copy();
    const answer = await account.client.post("/api/auth/mode", { mode });
    expect(answer.status).toBe(200);
    expect(json(answer)).toEqual({ mode, sessionId: ID, expiresAt: INSTANT });
    const held = Object.values(COOKIE).filter((name) => account.client.cookies.has(name));
    expect(held).toEqual([COOKIE[mode]]);
    expect((await whoIs(account.client))?.auth.mode).toBe(mode);
    expect((await whoIs(before))?.auth.mode ?? null).toBe(mode === "jwt" ? null : "jwt");
    expect(json<{ authMode: string }>(await account.client.get("/api/settings")).authMode).toBe(mode);
  }
});

test("settings are read whole, changed in part, and kept", async ({ account }) => {
  const initial = json(await account.client.get("/api/settings"));
  expect(initial).toEqual({
    authMode: "session",
    jwt: {
      alg: "ES256",
      accessTtlSeconds: 900,
      revocation: "expiry-only",
      refreshIdleSeconds: expect.any(Number),
      refreshAbsoluteSeconds: expect.any(Number),
    },
    session: {
      idleTimeoutSeconds: expect.any(Number),
      absoluteTimeoutSeconds: expect.any(Number),
      cacheSeconds: 0,
    },
    maxSignIns: 50,
  });
  const answer = await account.client.call("PATCH", "/api/settings", {
    json: { jwt: { alg: "EdDSA", accessTtlSeconds: 2 }, role: "admin" },
  });
  expect(answer.status).toBe(200);
  const expected = { ...initial, jwt: { ...(initial.jwt as object), alg: "EdDSA", accessTtlSeconds: 2 } };
  expect(json(answer)).toEqual(expected);
  expect(json(await account.client.get("/api/settings"))).toEqual(expected);
  expect((await whoIs(account.client))?.user.role).toBe("user");
});

test("every algorithm issues a token that is accepted and described as such", async ({ origin }) => {
  for (const alg of ["HS256", "RS256", "ES256", "EdDSA"]) {
    const account = await createAccount(origin, { authMode: "jwt", jwt: { alg } });
    const client = await signIn(origin, account);
    expect((await whoIs(client))?.auth).toMatchObject({ mode: "jwt", alg });
    const header = JSON.parse(atob((client.cookies.get(COOKIE.jwt) ?? "").split(".")[0] ?? ""));
    expect(header).toMatchObject({ alg, typ: "at+jwt", kid: expect.any(String) });
  }
});

test("a changed strategy counts from the next token on, and the token that is out keeps its own", async ({
  origin,
}) => {
  const account = await createAccount(origin, { authMode: "jwt", jwt: { revocation: "expiry-only" } });
  const client = await signIn(origin, account);
  const out = client.only(COOKIE.jwt);
  for (const revocation of ["denylist", "token-version", "introspection"]) {
    const before = (await whoIs(client))?.auth.strategy;
    await client.call("PATCH", "/api/settings", { json: { jwt: { revocation } } });
    expect((await whoIs(client))?.auth.strategy).toBe(before);
    expect((await client.post("/api/auth/refresh")).status).toBe(200);
    expect((await whoIs(client))?.auth.strategy).toBe(revocation);
  }
  await client.post("/api/auth/sign-out");
  expect((await whoIs(out))?.auth.strategy).toBe("expiry-only");
});

test("beyond the limit of sign-ins the oldest ends", async ({ origin }) => {
  const account = await createAccount(origin, { maxSignIns: 2 });
  const second = await signIn(origin, account);
  expect(await whoIs(account.client)).not.toBeNull();
  const third = await signIn(origin, account, "jwt");
  expect(await whoIs(account.client)).toBeNull();
  for (const client of [second, third]) expect(await whoIs(client)).not.toBeNull();
});

test("a session ends after its idle timeout, and lives on while it is used", async ({ origin }) => {
  const account = await createAccount(origin, { session: { idleTimeoutSeconds: 4 } });
  const [used, idle] = [await signIn(origin, account), await signIn(origin, account)];
  const startedAt = Date.now();
  await expect
    .poll(async () => ((await whoIs(used)) === null ? "ended" : Date.now() - startedAt > 5000), {
      intervals: [500],
    })
    .toBe(true);
  expect(await whoIs(idle)).toBeNull();
});
