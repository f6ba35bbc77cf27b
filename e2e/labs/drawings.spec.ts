// The words in the drawings can be read by everybody, in the labs and outside: large enough, told from what is behind
// them, never on each other; at three sizes, by day and by night.

import type { Browser, Page } from "@playwright/test";
import { createAccount } from "../support/accounts";
import type { Client } from "../support/client";
import { expectLight, issuePair } from "../support/dashboard";
import { expectReadableDrawings } from "../support/drawings";
import { json } from "../support/http";
import { startRun } from "../support/labs";
import { expect, test } from "../support/test";

/** A wider one has more room for the same. */
const SCREENS = [
  { width: 390, height: 844 },
  { width: 1280, height: 720 },
];
const SCHEMES = ["light", "dark"] as const;
type Scheme = (typeof SCHEMES)[number];

/** Short, and with as many acts as they have. */
const RUNS: Record<string, Record<string, string>> = {
  revocation: { aloneSeconds: "5", cacheSeconds: "1", shortSeconds: "2" },
  "stale-claims": { aloneSeconds: "5", cacheSeconds: "1", shortSeconds: "2", checkedSeconds: "3" },
  theft: { scenario: "password", revocation: "denylist" },
  races: {},
  clock: { scenario: "weekend" },
  flow: {},
};

for (const [lab, params] of Object.entries(RUNS)) {
  test(`the words in the drawings of the lab ${lab} can be read, while it runs and afterwards`, async ({
    browser,
    origin,
  }) => {
    const { client } = await createAccount(origin);
    const id = await startRun(client, lab, params);
    const address = `${origin}/labs/${lab}/runs/${id}`;
    const isOver = async () =>
      json<{ status: string }>(await client.get(`/api/labs/runs/${id}`)).status === "finished";
    if (lab !== "flow") await look(browser, client, address, SCREENS.slice(1), ["light"]);
    await expect.poll(isOver, { timeout: 60_000, intervals: [500] }).toBe(true);
    await look(browser, client, address, SCREENS, SCHEMES);
  });
}

test("the words in the pictures of the labs’ own pages can be read", async ({ browser, origin }) => {
  const { client } = await createAccount(origin);
  for (const path of ["/labs", "/labs/stale-claims", "/labs/flow"])
    await look(
      browser,
      client,
      `${origin}${path}`,
      path === "/labs/stale-claims" ? SCREENS.slice(1) : SCREENS,
      SCHEMES,
    );
});

test("the words in the drawings of the front page and of a pair that is over can be read", async ({
  signedIn: page,
}) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.goto("/");
  await lookAt(page, SCREENS, SCHEMES);
  await page.goto("/dashboard");
  await issuePair(page, { lifetime: "10 s" });
  await expectLight(page, "jwt", "Accepted");
  await page.getByRole("button", { name: "Revoke both now", exact: true }).click();
  await expectLight(page, "jwt", "Refused: expired");
  await lookAt(page, SCREENS, SCHEMES);
});

async function look(
  browser: Browser,
  client: Client,
  address: string,
  screens: typeof SCREENS,
  schemes: readonly Scheme[],
): Promise<void> {
  const context = await browser.newContext({ reducedMotion: "reduce" });
  try {
    await client.into(context);
    const page = await context.newPage();
    await page.goto(address);
    await lookAt(page, screens, schemes);
  } finally {
    await context.close();
  }
}

async function lookAt(page: Page, screens: typeof SCREENS, schemes: readonly Scheme[]): Promise<void> {
  const { pathname } = new URL(page.url());
  // Colors are the same at every size.
  for (const screen of screens)
    for (const colorScheme of screen === screens.at(-1) ? schemes : schemes.slice(0, 1)) {
      await page.setViewportSize(screen);
      await page.emulateMedia({ colorScheme });
      await page.evaluate(drawnAnew);
      await expectReadableDrawings(page, `${pathname}, ${screen.width} px, ${colorScheme}`);
    }
}

/** Runs in the page: over when its fonts are there and it was painted in its new size and colors. */
async function drawnAnew(): Promise<void> {
  await document.fonts.ready;
  for (let frame = 0; frame < 3; frame++) await new Promise((done) => requestAnimationFrame(done));
}
