// Guessing is slowed down at the real server, and strangers who guess cannot lock the owner out. The limits
// themselves are tried in app/api/auth/sign-in/throttling.test.ts.

import { Client } from "../support/client";
import { type Answer, json } from "../support/http";
import { button, expectDashboard, fillSignIn } from "../support/pages";
import { expect, test } from "../support/test";

/** docs/decisions/007. */
const PER_ACCOUNT = 10;

test("after ten wrong guesses the sign-in page says how long to wait, but not in the owner's own browser", async ({
  page,
  account,
  origin,
}) => {
  for (let guess = 0; guess < PER_ACCOUNT; guess++)
    expect((await attempt(origin, account.email, `192.0.2.${guess}`)).status).toBe(401);
  await page.goto("/login");
  await fillSignIn(page, account);
  await button(page, "Sign in").click();
  await expect(page.getByRole("alert").filter({ hasText: /too many attempts.*\d+ minutes/i })).toBeVisible();
  expect(await page.context().cookies()).toEqual([]);

  await account.client.post("/api/auth/sign-out");
  await account.client.into(page.context());
  await fillSignIn(page, account);
  await button(page, "Sign in").click();
  await expectDashboard(page);
});

test("the address that counts is the one the trusted proxy names, whatever stands before it", async ({
  account,
  origin,
}) => {
  await attempt(origin, account.email, "203.0.113.7, 198.51.100.9");
  const { events } = json<{ events: { kind: string; ip: string }[] }>(
    await account.client.get("/api/activity"),
  );
  expect(events.find(({ kind }) => kind === "sign-in.refused")).toMatchObject({ ip: "198.51.100.9" });
});

/** A stranger's attempt, from an address that the one trusted proxy vouches for. */
function attempt(origin: string, email: string, forwardedFor: string): Promise<Answer> {
  return new Client(origin).call("POST", "/api/auth/sign-in", {
    json: { email, password: "guess" },
    headers: { "x-forwarded-for": forwardedFor },
  });
}
