// Every revocation strategy keeps what the page promises about it, and no more: what was ended is refused by the
// real probe when the table says so. Nothing here knows a strategy's promise; it is read from the page.

import { COOKIE, createAccount, signIn, whoIs } from "../support/accounts";
import { Client } from "../support/client";
import { expectLight, half, issuePair, ownRegion, promised, STRATEGY, said } from "../support/dashboard";
import { expect } from "../support/expect";
import { json } from "../support/http";
import { button } from "../support/pages";
import { test } from "../support/test";

/** How late a probe may notice: a few of its rounds on a slow machine. */
const LATE_MS = 2500;

interface Probe {
  active: boolean;
  checkedAt: string;
  expiresAt?: string;
}

for (const [strategy, label] of Object.entries(STRATEGY)) {
  test(`a JWT with "${label}" is refused as soon as the table promises`, async ({
    signedIn: page,
    origin,
  }) => {
    await page.goto("/dashboard");
    await issuePair(page, { strategy, lifetime: "10 s" });
    await expectLight(page, "jwt", "Accepted");
    const promise = await promised(page, "End one sign-in", "jwt");
    const thief = await Client.from(page.context(), origin);
    const probe = async () => json<Probe>(await thief.get("/api/pair/jwt"));
    const { expiresAt = "" } = await probe();

    const pressedAt = Date.now();
    await page.getByRole("button", { name: "Revoke both now", exact: true }).click();
    await expect(said(page)).toContainText("Both were revoked");
    // What is not promised is not given either: an accepted token is accepted until then.
    expect((await probe()).active, "the first probe after the answer").toBe(promise !== 0);
    if (promise !== 0) {
      await expect
        .poll(async () => (await probe()).active, { timeout: 15_000, intervals: [100] })
        .toBe(false);
      const refusedAt = Date.parse((await probe()).checkedAt);
      const bound = promise === "until it expires" ? Date.parse(expiresAt) : pressedAt + promise * 1000;
      expect(refusedAt).toBeGreaterThanOrEqual(bound);
      expect(refusedAt).toBeLessThan(bound + LATE_MS);
    }

    const story = page.getByRole("region", { name: "When each one stops working" });
    await expect(story).toContainText(
      promise === 0 ? /the JWT stopped \d\.\d s after the revocation/ : /the JWT went on for [\d.]+ s more/,
    );
    await expectLight(page, "session", "Refused: revoked");
  });
}

test("a strategy chosen in the settings guards the page from the next token on", async ({ page, origin }) => {
  const account = await createAccount(origin, { authMode: "jwt" });
  await (await signIn(origin, account)).into(page.context());
  let before = "expiry-only";
  for (const [strategy, label] of Object.entries(STRATEGY).reverse()) {
    await page.goto("/settings");
    const choice = page
      .getByRole("radiogroup", { name: "Revocation" })
      .getByRole("radio", { name: label, exact: true });
    await expect(choice).not.toBeChecked();
    await choice.check();
    await button(page, "Save settings").click();
    await expect(page.getByRole("status").filter({ hasText: /saved/i })).toContainText("next token");
    await expect(choice).toBeChecked();
    const held = await Client.from(page.context(), origin);
    expect((await whoIs(held))?.auth.strategy).toBe(before);

    expect((await held.post("/api/auth/refresh")).status).toBe(200);
    await held.into(page.context());
    await page.goto("/dashboard");
    await expect(ownRegion(page)).toContainText(`Check revocation (${strategy})`);
    await expect(page.getByLabel("Revocation", { exact: true })).toHaveValue(strategy);
    before = strategy;
  }
});

test("the mode switch says that a denylisted token left behind is refused at once, and it is", async ({
  page,
  origin,
}) => {
  const account = await createAccount(origin, { authMode: "jwt", jwt: { revocation: "denylist" } });
  const client = await signIn(origin, account);
  await client.into(page.context());
  await page.goto("/settings");
  await page.getByRole("radio", { name: "Database session", exact: true }).check();
  await button(page, "Save settings").click();
  await expect(page.getByRole("status").filter({ hasText: /exchanged/i })).toContainText(/revoked at once/i);
  expect(await whoIs(client.only(COOKIE.jwt))).toBeNull();
  const card = page.getByRole("region", { name: "All your sign-ins" });
  await expect(card).toContainText("At once, on the next request");
});

test("the other half says what the server keeps for each strategy", async ({ signedIn: page }) => {
  await page.goto("/dashboard");
  const told = new Set<string>();
  for (const strategy of Object.keys(STRATEGY)) {
    await issuePair(page, { strategy, lifetime: "5 min" });
    const kept = half(page, "jwt").locator("dl").filter({ hasText: "For the check" });
    const text = async () => (await kept.locator("dd").first().textContent()) ?? "";
    // Until the answer is there, the page says what it said of the pair before.
    await expect.poll(async () => told.has(await text())).toBe(false);
    await expect(page.getByLabel("Revocation", { exact: true })).toHaveValue(strategy);
    await expect(kept).toContainText("handed to nobody");
    told.add(await text());
  }
  expect(told.size).toBe(Object.keys(STRATEGY).length);
});

test("a session that may be remembered promises the delay, and keeps it", async ({ origin, page }) => {
  const seconds = 3;
  const account = await createAccount(origin, { session: { cacheSeconds: seconds } });
  const client = await signIn(origin, account);
  await client.into(page.context());
  await page.goto("/dashboard");
  await expect(ownRegion(page)).toContainText(`Ending this sign-in shows within ${seconds} s`);
  await page.goto("/settings");
  await expect(page.getByRole("region", { name: "All your sign-ins" })).toContainText(`Within ${seconds} s`);

  const copy = client.copy();
  expect(await whoIs(copy)).not.toBeNull();
  const endedAt = Date.now();
  expect((await client.post("/api/auth/sign-out")).status).toBe(204);
  await expect.poll(() => whoIs(copy), { timeout: 10_000, intervals: [100] }).toBeNull();
  expect(Date.now()).toBeLessThan(endedAt + seconds * 1000 + LATE_MS);
});
