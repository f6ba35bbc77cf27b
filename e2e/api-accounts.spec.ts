// The JSON API for accounts, signing in and out, to the letter of its contract.

import { COOKIE, type Identity, MODES, newIdentity, signIn, whoIs } from "./support/accounts";
import { Client } from "./support/client";
import { json } from "./support/http";
import { expect, test } from "./support/test";

const ID = expect.stringMatching(/^[A-Za-z0-9_-]{16,}$/);
const INSTANT = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);

test("sign-up answers 201 with the user and signs in", async ({ anonymous }) => {
  const { email, password, name } = newIdentity();
  const answer = await anonymous.post("/api/auth/sign-up", {
    email: ` ${email.toUpperCase()}`,
    password,
    name,
  });
  expect(answer.status).toBe(201);
  expect(json(answer)).toEqual({ user: { id: ID, email, name, role: "user" } });
  expect(answer.headers["cache-control"]).toBe("private, no-store");
  expect((await whoIs(anonymous))?.user).toEqual({ id: ID, email, name, role: "user" });
});

test("sign-up ignores members it does not know, a role above all", async ({ anonymous }) => {
  const answer = await anonymous.post("/api/auth/sign-up", {
    ...newIdentity(),
    role: "admin",
    id: "x",
    demo: true,
  });
  expect(answer.status).toBe(201);
  expect((await whoIs(anonymous))?.user.role).toBe("user");
});

test("sign-up refuses a taken address, however it is spelt, and sets no cookie", async ({
  account,
  anonymous,
}) => {
  const [local = "", domain = ""] = account.email.split("@");
  const fullWidth = [...local].map((char) => (/[a-z]/.test(char) ? wide(char) : char)).join("");
  for (const email of [
    account.email,
    account.email.toUpperCase(),
    ` ${account.email} `,
    `${fullWidth}@${domain}`,
  ]) {
    const answer = await anonymous.post("/api/auth/sign-up", { ...newIdentity(), email });
    expect([answer.status, answer.text], email).toEqual([409, '{"error":"address_taken"}']);
    expect(answer.setCookies).toEqual([]);
  }
});

for (const mode of MODES) {
  test(`sign-in with mode "${mode}" answers 200 with what was issued, and nothing secret`, async ({
    account,
    anonymous,
  }) => {
    const { email, password, name } = account;
    const answer = await anonymous.post("/api/auth/sign-in", { email, password, mode });
    expect(answer.status).toBe(200);
    expect(json(answer)).toEqual({
      user: { id: ID, email, name, role: "user" },
      mode,
      sessionId: ID,
      expiresAt: INSTANT,
    });
    const token = anonymous.cookies.get(COOKIE[mode]) ?? "";
    expect(token).not.toBe("");
    expect(answer.text).not.toContain(token);
    expect(answer.headers["cache-control"]).toBe("private, no-store");
  });

  test(`GET /api/me describes a ${mode} sign-in`, async ({ origin, account }) => {
    const client = await signIn(origin, account, mode);
    const answer = await client.get("/api/me");
    expect(answer.status).toBe(200);
    expect(answer.headers["content-type"]).toMatch(/^application\/json/);
    expect(answer.headers["cache-control"]).toBe("private, no-store");
    expect(answer.headers["server-timing"]).toMatch(
      new RegExp(`^auth;dur=[\\d.]+;desc="[^"]+", store;desc="${mode === "session" ? 1 : 0} reads"$`),
    );
    expect(json(answer)).toEqual({
      user: { id: ID, email: account.email, name: account.name, role: "user" },
      auth: {
        mode,
        sessionId: ID,
        issuedAt: INSTANT,
        expiresAt: INSTANT,
        ...(mode === "jwt" && { strategy: "expiry-only", alg: "ES256" }),
      },
    });
  });

  test(`a ${mode} credential is accepted as a Bearer token, which needs no origin`, async ({
    origin,
    account,
  }) => {
    const client = await signIn(origin, account, mode);
    const authorization = `Bearer ${client.cookies.get(COOKIE[mode])}`;
    const program = new Client(origin);
    const me = await program.get("/api/me", { headers: { authorization } });
    expect(json<Identity>(me).auth.mode).toBe(mode);
    const patch = { json: {}, headers: { authorization, origin: null } };
    expect((await program.call("PATCH", "/api/settings", patch)).status).toBe(200);
    for (const wrong of [
      "Bearer x",
      "Bearer ",
      "Bearer a.b.c",
      "Basic eDp4",
      `bearer  ${authorization.slice(7)}x`,
    ]) {
      // The header is the whole answer: a good cookie beside it does not count.
      expect((await client.get("/api/me", { headers: { authorization: wrong } })).status, wrong).toBe(401);
    }
    expect(await whoIs(client)).not.toBeNull();
  });
}

test("sign-in answers every failure alike", async ({ account, anonymous }) => {
  const wrong = await anonymous.post("/api/auth/sign-in", {
    email: account.email,
    password: "wrong password",
  });
  const unknown = await anonymous.post("/api/auth/sign-in", {
    email: `x${account.email}`,
    password: "wrong password",
  });
  for (const answer of [wrong, unknown]) {
    expect([answer.status, answer.text]).toEqual([401, '{"error":"invalid_credentials"}']);
    expect(answer.setCookies).toEqual([]);
  }
  expect(Object.keys(wrong.headers).sort()).toEqual(Object.keys(unknown.headers).sort());
  expect(await whoIs(account.client)).not.toBeNull();
});

test("sign-out answers 204, clears the cookie with its attributes and ends the session; also when nobody is signed in", async ({
  account,
  anonymous,
}) => {
  const old = account.client.copy();
  const answer = await account.client.post("/api/auth/sign-out");
  expect([answer.status, answer.text]).toEqual([204, ""]);
  const cleared = answer.setCookies.filter((line) => line.startsWith(`${COOKIE.session}=;`));
  expect(cleared).toHaveLength(1);
  expect(cleared[0]).toMatch(/Path=\/;.*Max-Age=0;.*Secure;.*HttpOnly;.*SameSite=lax/i);
  expect(answer.setCookies.join()).not.toMatch(/(session|access)=[^;]/);
  expect(await whoIs(old)).toBeNull();
  expect((await anonymous.post("/api/auth/sign-out")).status).toBe(204);
});

test("sign-out-everywhere counts what it revoked, with or without this sign-in", async ({
  origin,
  account,
}) => {
  const others = [await signIn(origin, account), await signIn(origin, account)];
  const kept = await account.client.post("/api/auth/sign-out-everywhere", { exceptThis: true });
  expect([kept.status, kept.text]).toEqual([200, '{"revoked":2}']);
  expect(await whoIs(account.client)).not.toBeNull();
  for (const other of others) expect(await whoIs(other)).toBeNull();

  const last = await signIn(origin, account);
  const all = await account.client.post("/api/auth/sign-out-everywhere");
  expect([all.status, all.text]).toEqual([200, '{"revoked":2}']);
  expect(await whoIs(last)).toBeNull();
  expect(account.client.cookies.has(COOKIE.session)).toBe(false);
});

function wide(letter: string): string {
  return String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0);
}
