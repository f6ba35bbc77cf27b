// Guessing is slowed down, and strangers who guess cannot lock the owner out. On a server of its own: the
// limits are per account and per address, and all tests come from one address.

import { type Account, createAccount, signIn, whoIs } from "./support/accounts";
import { Client } from "./support/client";
import type { Answer } from "./support/http";
import { button, expectDashboard, fillSignIn } from "./support/pages";
import { type Server, startServer } from "./support/server";
import { expect, test } from "./support/test";

/** docs/decisions/007. */
const PER_ACCOUNT = 10;
const PER_ADDRESS = 100;

let server: Server;
test.beforeAll(async () => {
  server = await startServer();
});
test.afterAll(() => server.stop());

test("after ten wrong guesses an account waits, whatever the spelling, the address or the password", async () => {
  const account = await createAccount(server.origin);
  const answers: Answer[] = [];
  for (let guess = 0; guess < PER_ACCOUNT; guess++) {
    const email = guess % 2 ? account.email.toUpperCase() : ` ${account.email}`;
    answers.push(await attempt(email, `guess ${guess}`, `10.0.0.${guess}`));
  }
  expect(answers.map(({ status }) => status)).toEqual(Array(PER_ACCOUNT).fill(401));
  const refused = await attempt(account.email, account.password, "10.0.1.1");
  expect(refused.status).toBe(429);
  expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
  expect(Number(refused.headers["retry-after"])).toBeLessThanOrEqual(900);
  expect(refused.setCookies).toEqual([]);
  expect(await whoIs(account.client), "who is signed in stays so").not.toBeNull();

  // The owner's own browser, which has signed in before, still gets in.
  const owner = account.client.copy();
  await owner.post("/api/auth/sign-out");
  const { email, password } = account;
  expect((await owner.post("/api/auth/sign-in", { email, password })).status).toBe(200);
  // And nobody else is the worse for it.
  const other = await createAccount(server.origin);
  expect(await whoIs(await signIn(server.origin, other))).not.toBeNull();
});

test("an unknown address is throttled like a known one", async () => {
  const email = "nobody-at-all@example.test";
  for (let guess = 0; guess < PER_ACCOUNT; guess++)
    expect((await attempt(email, "guess", `10.0.2.${guess}`)).status).toBe(401);
  expect((await attempt(email, "guess", "10.0.2.99")).status).toBe(429);
});

test("a device cookie of another account gives no attempts of its own", async () => {
  const [victim, attacker] = [await createAccount(server.origin), await createAccount(server.origin)];
  for (let guess = 0; guess < PER_ACCOUNT; guess++) await attempt(victim.email, "guess", `10.0.3.${guess}`);
  const known = attacker.client.copy();
  await known.post("/api/auth/sign-out");
  const { email, password } = victim;
  expect((await known.post("/api/auth/sign-in", { email, password })).status).toBe(429);
});

test("the sign-in page says how long to wait", async ({ browser }) => {
  const account = await createAccount(server.origin);
  await exhaust(account);
  const context = await browser.newContext({ baseURL: server.origin });
  const page = await context.newPage();
  await page.goto("/login");
  await fillSignIn(page, account);
  await button(page, "Sign in").click();
  await expect(page.getByRole("alert").filter({ hasText: /too many attempts.*\d+ minutes/i })).toBeVisible();
  expect(await context.cookies()).toEqual([]);
  // The control: the same form in the owner's own browser.
  const owner = account.client.copy();
  await owner.post("/api/auth/sign-out");
  await owner.into(context);
  await fillSignIn(page, account);
  await button(page, "Sign in").click();
  await expectDashboard(page);
  await context.close();
});

test("one address that tries many accounts waits; a forged X-Forwarded-For does not help", async () => {
  const claims = (guess: number) => `203.0.113.${guess}, 10.9.9.9`;
  for (let guess = 0; guess < PER_ADDRESS; guess += 10)
    await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        attempt(`many-${guess + index}@example.test`, "guess", claims(guess)),
      ),
    );
  expect((await attempt("one-more@example.test", "guess", claims(200))).status).toBe(429);
  expect((await attempt("one-more@example.test", "guess", "10.9.9.8")).status).toBe(401);
});

async function exhaust({ email }: Account): Promise<void> {
  for (let guess = 0; guess < PER_ACCOUNT; guess++) await attempt(email, "guess", `10.0.4.${guess}`);
}

/** A stranger's attempt, from an address that the one trusted proxy vouches for. */
function attempt(email: string, password: string, forwardedFor: string): Promise<Answer> {
  return new Client(server.origin).call("POST", "/api/auth/sign-in", {
    json: { email, password },
    headers: { "x-forwarded-for": forwardedFor },
  });
}
