// What a run holds stays in it: the reader's browser never gets a credential of a lab. That none is worth anything
// outside of its run is in app/api/labs/isolation.test.ts.

import { COOKIE } from "../support/accounts";
import { startRun } from "../support/labs";
import { expect, test } from "../support/test";

test("the reader's browser never gets a cookie of a lab", async ({ signedIn: page, account, context }) => {
  const run = await startRun(account.client, "revocation");
  await page.goto(`/labs/revocation/runs/${run}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.goto(`/api/labs/live/${run}/session/me`);
  await expect(page.getByText("missing")).toBeVisible();
  const names = (await context.cookies()).map(({ name }) => name);
  expect(names).toContain(COOKIE.session);
  expect(names.filter((name) => name.includes("lab"))).toEqual([]);
  await account.client.post(`/api/labs/runs/${run}/stop`);
});
