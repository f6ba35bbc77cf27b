// Axe finds nothing on the dashboard, in any of its states; and with everything open nothing overflows.

import type { Page } from "@playwright/test";
import { signIn } from "../support/accounts";
import { expectAccessible } from "../support/axe";
import { expectLight, issuePair, press } from "../support/dashboard";
import { test } from "../support/test";

const revokeBoth = (page: Page) => page.getByRole("button", { name: "Revoke both now", exact: true }).click();

async function openDetails(page: Page): Promise<void> {
  for (const details of await page.locator("details").all()) await details.locator("summary").click();
}

test("axe finds nothing on a session's dashboard, from no pair to one that is over", async ({
  signedIn: page,
}) => {
  await page.goto("/dashboard");
  await expectAccessible(page, { inTwoLooks: true });
  await issuePair(page, { lifetime: "10 s" });
  await expectLight(page, "jwt", "Accepted");
  await openDetails(page);
  await revokeBoth(page);
  await expectLight(page, "session", "Refused: revoked");
  await expectAccessible(page, { inTwoLooks: true });
  await expectLight(page, "jwt", "Refused: expired");
  await expectAccessible(page, { inTwoLooks: true });
  await press(page, "jwt", "Tamper one character");
  await press(page, "session", "Sign out here");
  await expectLight(page, "session", "Refused: no cookie");
  await expectAccessible(page);
});

test("axe finds nothing on a JWT's dashboard, with a strategy that refuses it at once", async ({
  page,
  origin,
  account,
}) => {
  await account.client.call("PATCH", "/api/settings", { json: { jwt: { revocation: "token-version" } } });
  await (await signIn(origin, account, "jwt")).into(page.context());
  await page.goto("/dashboard");
  await issuePair(page, { strategy: "token-version", alg: "RS256" });
  await expectLight(page, "jwt", "Accepted");
  await openDetails(page);
  await expectAccessible(page);
  await revokeBoth(page);
  await expectLight(page, "jwt", "Refused: revoked");
  await expectAccessible(page, { inTwoLooks: true });
});
