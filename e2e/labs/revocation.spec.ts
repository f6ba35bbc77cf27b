// The stopwatch as a person runs it: what the page says was measured is what the modes promise, what is stored,
// what is exported, and what anybody can try with the request that is shown.

import type { Page } from "@playwright/test";
import { createAccount } from "../support/accounts";
import { Client } from "../support/client";
import { json, send } from "../support/http";
import {
  CONTRADICTION,
  expectStatus,
  fill,
  lastAccepted,
  measuredIn,
  prediction,
  pressStart,
  SHORT,
  secondsIn,
  shownRequest,
  tableText,
} from "../support/labs";
import { button } from "../support/pages";
import { expect, test } from "../support/test";

const AT_ONCE = [
  "Database session",
  "JWT with a denylist",
  "JWT with a token version",
  "JWT with introspection",
];
const LATER = ["Session with a 1 s cache", "JWT alone, 5 s", "JWT, 2 s, with refresh"];

interface Exported {
  recording: { lanes: { id: string; label: string; guarantees: { revokeOne: unknown } }[] };
  conclusion: {
    verdicts: {
      lane: string;
      promised: unknown;
      measuredMs: number | null;
      agrees: boolean;
      cookieBytes: number;
    }[];
  };
  score: unknown;
}

test("the phone is ended from the laptop: every lane is refused as soon as it promises", async ({
  signedIn: page,
  account,
  origin,
}) => {
  await page.goto("/labs/revocation");
  await page.getByLabel("What happens").selectOption("End the phone from the laptop");
  await fill(page, SHORT);
  await prediction(page, "Database session", "Is refused").check();
  await prediction(page, "JWT alone, without refresh", "Still gets in").check();
  await prediction(page, "JWT with a denylist", "Still gets in").check();
  const path = await pressStart(page, "revocation");
  await expectStatus(page, "Finished");

  for (const lane of AT_ONCE) {
    const figures = await measuredIn(page, lane);
    expect(figures).toMatchObject({ promised: "at once", verdict: "Agrees", because: "revoked", reads: 1 });
    expect(lastAccepted(figures)).toBeNull();
    expect(figures.measured).toContain("the very next request");
  }
  for (const lane of LATER) {
    const figures = await measuredIn(page, lane);
    expect(figures.verdict).toBe("Agrees");
    expect(lastAccepted(figures) ?? 0).toBeLessThanOrEqual(secondsIn(figures.promised));
  }
  await expect(page.getByText(CONTRADICTION)).toHaveCount(0);
  await expect(page.getByText("2 of 3 right")).toBeVisible();

  const table = await tableText(page);
  const exported = await exportOf(page, path);
  for (const { lane, promised, measuredMs, agrees, cookieBytes } of exported.conclusion.verdicts) {
    const { label, guarantees } = exported.recording.lanes.find(({ id }) => id === lane) ?? {};
    const figures = await measuredIn(page, String(label));
    expect({ promised, agrees }).toEqual({ promised: guarantees?.revokeOne, agrees: true });
    expect(figures.measured).toContain(`${((measuredMs ?? -1) / 1000).toFixed(2)} s`);
    expect(figures.bytes).toBe(cookieBytes);
  }
  expect(exported.score).toEqual({ right: 2, of: 3 });

  await expectTriedByHand(page, origin);
  await page.reload();
  expect(await tableText(page)).toBe(table);
  await expect(page.getByText("2 of 3 right")).toBeVisible();
  expect((await account.client.get(`/api/labs/runs/${idOf(path)}/export?format=svg`)).text).toContain("<svg");
  await expectOnlyToLook(page, path, table, origin);
});

/** The requests as they are shown, sent by another program: the copy is refused, the laptop still gets in. */
async function expectTriedByHand(page: Page, origin: string): Promise<void> {
  for (const [device, status] of [
    ["A copy of the phone’s cookies", 401],
    ["Your laptop", 200],
  ] as const) {
    const { path, cookie } = await shownRequest(page, { device });
    expect((await send(origin, "GET", path, { headers: { cookie } })).status).toBe(status);
    // Nothing but the lab accepts it.
    expect((await send(origin, "GET", "/api/me", { headers: { cookie } })).status).toBe(401);
  }
}

/** Somebody else who has the address. */
async function expectOnlyToLook(page: Page, path: string, table: string, origin: string): Promise<void> {
  const { client } = await createAccount(origin);
  await page.context().clearCookies();
  await client.into(page.context());
  await page.goto(path);
  expect(await tableText(page)).toBe(table);
  await expect(page.getByRole("region", { name: "What was predicted" })).toContainText("2 of 3 right");
  for (const name of ["Show as curl", "Stop the run"])
    await expect(page.getByRole("button", { name })).toHaveCount(0);
  await expect(page.getByText("Delete this run")).toHaveCount(0);
  for (const call of ["stop", "acts/any"])
    expect((await client.post(`/api/labs/runs/${idOf(path)}/${call}`, {})).status).toBe(404);
  const curl = `/api/labs/runs/${idOf(path)}/curl?lane=session&device=copy&resource=me`;
  expect((await client.get(curl)).status).toBe(404);
  expect((await client.call("DELETE", `/api/labs/runs/${idOf(path)}`)).status).toBe(404);
  expect((await new Client(origin).get(path)).status).toBe(303);
}

test("a run is stopped by its owner alone, and keeps what it has", async ({ signedIn: page, origin }) => {
  await page.goto("/labs/revocation?event=rotate-key&aloneSeconds=30");
  const path = await pressStart(page, "revocation");
  const other = (await createAccount(origin)).client;
  const seen = (await other.get(path)).text;
  expect(seen).toContain("Revocation stopwatch");
  expect(seen).not.toContain("Stop the run");
  expect((await other.post(`/api/labs/runs/${idOf(path)}/stop`, {})).status).toBe(404);

  await expect(page.getByRole("list", { name: "What was done" })).toContainText("signing key is rotated");
  await button(page, "Stop the run").press("Enter");
  await expectStatus(page, "Stopped before its end");
  // By keyboard one goes on from there, not from the top of the page.
  await expect(page.locator(":focus")).toHaveText("Stopped before its end");
  await expect(button(page, "Stop the run")).toHaveCount(0);
  for (const lane of ["Database session", "JWT with a denylist"])
    expect(await measuredIn(page, lane)).toMatchObject({ promised: "no end", because: "–" });
  expect((await measuredIn(page, "JWT alone, 30 s")).verdict).toContain(
    "Not watched for long enough to tell",
  );
  await expect(page.getByText(CONTRADICTION)).toHaveCount(0);

  const table = await tableText(page);
  await page.reload();
  await expectStatus(page, "Stopped before its end");
  expect(await tableText(page)).toBe(table);
});

const idOf = (path: string): string => path.split("/").at(-1) ?? "";

async function exportOf(page: Page, path: string): Promise<Exported> {
  const client = await Client.from(page.context(), new URL(page.url()).origin);
  return json<Exported>(await client.get(`/api/labs/runs/${idOf(path)}/export?format=json`));
}
