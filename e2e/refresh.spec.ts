// Refresh in a real browser: access tokens of two seconds that nobody notices, and what a refresh token is worth
// in other hands.

import type { Page } from "@playwright/test";
import { type Account, createAccount, type Identity, signIn, whoIs } from "./support/accounts";
import { Client } from "./support/client";
import { json } from "./support/http";
import { rows } from "./support/rows";
import { startServer } from "./support/server";
import { expect, test } from "./support/test";

const SHORT = { authMode: "jwt", jwt: { accessTtlSeconds: 2 } };
const REFRESH = "__Host-refresh";

/** Signed in with a JWT under these settings, and with nothing else. */
async function jwtAccount(origin: string, settings: object = SHORT): Promise<Account> {
  const account = await createAccount(origin, settings);
  account.client.cookies.clear();
  for (const [name, value] of (await signIn(origin, account)).cookies)
    account.client.cookies.set(name, value);
  return account;
}

const refresh = (client: Client) => client.post("/api/auth/refresh");
const eventKinds = async (client: Client): Promise<string[]> =>
  json<{ events: { kind: string }[] }>(await client.get("/api/activity?limit=100")).events.map(
    ({ kind }) => kind,
  );
const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test("thirty navigations, parallel fetches in two tabs and a server action: nobody notices a token of 2 s", async ({
  page,
  context,
  origin,
}) => {
  test.setTimeout(180_000);
  const account = await jwtAccount(origin);
  await account.client.into(context);
  const other = await context.newPage();
  const sessionId = (await whoIs(await Client.from(context, origin)))?.auth.sessionId;

  for (let round = 0; round < 30; round++) {
    const path = round % 2 ? "/settings" : "/dashboard";
    await Promise.all([visit(page, path), visit(other, path)]);
    await Promise.all([fetchTogether(page), fetchTogether(other)]);
    await page.waitForTimeout(300);
  }
  await page.waitForTimeout(2_500);
  await visit(page, "/settings");
  await page.waitForTimeout(2_500);
  await page.getByRole("button", { name: "Save settings" }).click();
  await expect(page.getByText("Settings saved").first()).toBeVisible();

  const client = await Client.from(context, origin);
  expect((await whoIs(client))?.auth.sessionId).toBe(sessionId);
  const kinds = await eventKinds(client);
  expect(kinds).toContain("refreshed");
  expect(kinds).not.toContain("refresh.reused");
  expect(kinds).not.toContain("credential.refused");
  const [tokens] = rows<{ all: number; spent: number }>(
    'SELECT count(*) AS "all", count(spent_at) AS spent FROM refresh_tokens WHERE family_id = ?',
    sessionId ?? "",
  );
  expect(tokens?.spent).toBeGreaterThan(5);
  expect(tokens?.all).toBe((tokens?.spent ?? 0) + 1);
});

async function visit(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page).toHaveURL(new RegExp(`${path}$`));
}

async function fetchTogether(page: Page): Promise<void> {
  const statuses = await page.evaluate(async () => {
    const answers = Array.from({ length: 4 }, () => fetch("/api/me", { cache: "no-store" }));
    return (await Promise.all(answers)).map(({ status }) => status);
  });
  expect(statuses).toEqual([200, 200, 200, 200]);
}

test("fifty parallel refreshes give one successor, and everyone goes on with it", async ({ origin }) => {
  const { client } = await jwtAccount(origin);
  const copies = Array.from({ length: 50 }, () => client.copy());
  const answers = await Promise.all(copies.map(refresh));
  expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200));
  expect(new Set(copies.map((copy) => copy.cookies.get(REFRESH))).size).toBe(1);
  expect(copies[0]?.cookies.get(REFRESH)).not.toBe(client.cookies.get(REFRESH));
  for (const copy of copies.slice(0, 5)) expect(await whoIs(copy)).not.toBeNull();
});

test("a second server on the same data hands out the same successor", async ({ origin }) => {
  test.setTimeout(120_000);
  const first = await startServer();
  const second = await startServer({ dataDir: first.dataDir, env: { APP_ORIGIN: first.origin } });
  try {
    const { client } = await jwtAccount(first.origin);
    const copies = Array.from({ length: 20 }, (_, i) => {
      const copy = new Client(i % 2 ? new URL(second.origin).origin : first.origin);
      for (const [name, value] of client.cookies) copy.cookies.set(name, value);
      return copy;
    });
    const answers = await Promise.all(
      copies.map((copy) => copy.call("POST", "/api/auth/refresh", { headers: { origin: first.origin } })),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(new Set(copies.map((copy) => copy.cookies.get(REFRESH))).size).toBe(1);
    for (const copy of copies.slice(0, 4)) expect(await whoIs(copy)).not.toBeNull();
  } finally {
    await second.stop();
    await first.stop();
  }
  expect(origin).not.toBe(first.origin);
});

test("a used refresh token ends the whole family once its successor was used, and the owner reads why", async ({
  origin,
}) => {
  const account = await jwtAccount(origin, { authMode: "jwt", jwt: { revocation: "denylist" } });
  const { client } = account;
  const other = await signIn(origin, account);
  const thief = client.copy();
  expect((await refresh(client)).status).toBe(200);
  expect((await refresh(client)).status).toBe(200);
  expect(await whoIs(client)).not.toBeNull();
  const stolen = await thief.call("POST", "/api/auth/refresh", { headers: { "user-agent": "Thief/1.0" } });
  expect(stolen.status).toBe(401);
  expect((await refresh(client)).status).toBe(401);
  expect(await whoIs(client)).toBeNull();

  expect(await whoIs(other)).not.toBeNull();
  const { events } = json<{ events: { kind: string; userAgent: string; detail: Record<string, string> }[] }>(
    await other.get("/api/activity"),
  );
  const reuse = events.find(({ kind }) => kind === "refresh.reused");
  expect(reuse).toMatchObject({ userAgent: "Thief/1.0" });
  expect(reuse?.detail.firstIp).toBeTruthy();
  expect(reuse?.detail.firstUserAgent).toBeTruthy();
});

test("looking ahead never rotates, and neither does a GET", async ({ origin }) => {
  const { client } = await jwtAccount(origin);
  await wait(2_100);
  const before = client.cookies.get(REFRESH);
  for (const headers of [
    { "next-router-prefetch": "1", rsc: "1" },
    { "sec-purpose": "prefetch;prerender" },
    { purpose: "prefetch" },
  ]) {
    const copy = client.copy();
    const answers = await Promise.all([
      copy.call("GET", "/dashboard", { headers }),
      copy.call("GET", "/api/me", { headers }),
    ]);
    expect(answers.map(({ status, setCookies }) => [status, setCookies])).toEqual([
      [204, []],
      [401, []],
    ]);
  }
  expect((await client.get("/api/auth/refresh")).status).toBe(405);
  expect(client.cookies.get(REFRESH)).toBe(before);
  expect((await client.get("/dashboard")).status).toBe(200);
  expect(client.cookies.get(REFRESH)).not.toBe(before);
});

test("signing out with an expired access token ends the family and leaves no credential behind", async ({
  page,
  context,
  origin,
}) => {
  const account = await jwtAccount(origin);
  await account.client.into(context);
  await page.goto("/dashboard");
  const kept = await Client.from(context, origin);
  await page.waitForTimeout(2_200);
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(page).toHaveURL(/\/login/);
  const held = (await context.cookies(origin)).map(({ name }) => name);
  expect(held.filter((name) => /access|refresh|session/.test(name))).toEqual([]);
  expect((await refresh(kept)).status).toBe(401);
});

test("ending one device under token-version leaves the others signed in, on pages and in actions", async ({
  page,
  context,
  origin,
}) => {
  const account = await jwtAccount(origin, { authMode: "jwt", jwt: { revocation: "token-version" } });
  await account.client.into(context);
  await page.goto("/dashboard");
  const endOther = async () => {
    const other = await signIn(origin, account);
    expect((await other.post("/api/auth/sign-out")).status).toBe(204);
    expect(await whoIs(other)).toBeNull();
  };
  await endOther();
  await page.goto("/settings");
  await expect(page).toHaveURL(/\/settings$/);
  await endOther();
  await page.getByRole("button", { name: "Save settings" }).click();
  await expect(page.getByText("Settings saved").first()).toBeVisible();
});

test("after sign-out everywhere a refresh token is worth nothing", async ({ origin }) => {
  const account = await jwtAccount(origin);
  const other = await signIn(origin, account);
  const kept = [account.client.copy(), other.copy()];
  expect((await other.post("/api/auth/sign-out-everywhere", {})).status).toBe(200);
  for (const client of kept) {
    expect((await refresh(client)).status).toBe(401);
    expect(await identityAfter(client)).toBeNull();
  }
});

/** Once the access token is over as well. */
async function identityAfter(client: Client): Promise<Identity | null> {
  await wait(2_100);
  return whoIs(client);
}
