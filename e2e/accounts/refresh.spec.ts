// Refresh in a real browser: access tokens of two seconds that nobody notices, and no token left behind.

import type { Page } from "@playwright/test";
import { type Account, createAccount, signIn, whoIs } from "../support/accounts";
import { Client } from "../support/client";
import { json } from "../support/http";
import { rows } from "../support/rows";
import { startServer } from "../support/server";
import { expect, test } from "../support/test";

const SHORT = { authMode: "jwt", jwt: { accessTtlSeconds: 2 } };
const REFRESH = "__Host-refresh";
/** After which such a token is over. */
const OVER_MS = 2_100;

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
  const account = await jwtAccount(origin);
  await account.client.into(context);
  const other = await context.newPage();
  const sessionId = (await whoIs(await Client.from(context, origin)))?.auth.sessionId;

  for (let round = 0; round < 15; round++) {
    const path = round % 2 ? "/settings" : "/dashboard";
    // However fast the pages are, both tabs come with a token that is over: by a navigation, then by fetches.
    if (round % 6 === 2) await wait(OVER_MS);
    await Promise.all([visit(page, path), visit(other, path)]);
    if (round % 6 === 5) await wait(OVER_MS);
    await Promise.all([fetchTogether(page), fetchTogether(other)]);
  }
  await visit(page, "/settings");
  await wait(OVER_MS);
  await page.getByRole("button", { name: "Save settings" }).click();
  await expect(page.getByText("Settings saved").first()).toBeVisible();

  const client = await Client.from(context, origin);
  expect((await whoIs(client))?.auth.sessionId).toBe(sessionId);
  const kinds = await eventKinds(client);
  expect(kinds).toContain("refreshed");
  expect(kinds).not.toContain("refresh.reused");
  expect(kinds).not.toContain("credential.refused");
  const [tokens] = await rows<{ all: number; spent: number }>(
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

test("a second server on the same data hands out the same successor", async ({ ownServer: first }) => {
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
  }
});

test("looking ahead never rotates, and neither does a GET", async ({ origin }) => {
  const { client } = await jwtAccount(origin);
  await wait(OVER_MS);
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
  await wait(OVER_MS);
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
