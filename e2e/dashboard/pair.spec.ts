// The side-by-side, as people use it: one credential of each mode lives and dies next to the other, and what
// the page says about it is what the server really does.

import { MODES, type Mode, whoIs } from "../support/accounts";
import { Client } from "../support/client";
import { cookieIn, expectLight, half, issuePair, PAIR_COOKIE, press, said } from "../support/dashboard";
import { expect } from "../support/expect";
import { json } from "../support/http";
import { sessionRows } from "../support/rows";
import { test } from "../support/test";

const timeline = "When each one stops working";

test.beforeEach(async ({ signedIn: page }) => {
  await page.goto("/dashboard");
});

test("a pair is issued with every algorithm, and both lights turn on", async ({ signedIn: page }) => {
  for (const alg of ["HS256", "RS256", "ES256", "EdDSA"]) {
    await issuePair(page, { alg });
    // Until the answer is there, the page shows the pair before.
    const token = expect.poll(async () => headerOf((await cookieIn(page, PAIR_COOKIE.jwt)) ?? ""));
    await token.toMatchObject({ alg });
    for (const mode of MODES) await expectLight(page, mode, "Accepted");
    await expect(half(page, "jwt")).toContainText(/status 200, [\d.,]+ µs, no store read/);
    await expect(half(page, "session")).toContainText(/status 200, [\d.,]+ µs, 1 store read/);
    const [header = ""] = ((await cookieIn(page, PAIR_COOKIE.jwt)) ?? "").split(".");
    await expect(half(page, "jwt")).toContainText(header);
  }
});

test("after Revoke both now the session stops at once and an expiry-only JWT goes on until it expires", async ({
  signedIn: page,
}) => {
  await issuePair(page, { lifetime: "10 s" });
  for (const mode of MODES) await expectLight(page, mode, "Accepted");
  await page.getByRole("button", { name: "Revoke both now", exact: true }).click();
  await expectLight(page, "session", "Refused: revoked");
  await expectLight(page, "jwt", "Ended, still accepted");
  const story = page.getByRole("region", { name: timeline });
  await expect(story).toContainText(/the JWT is still accepted, [\d.]+ s after the revocation/);
  await expect(said(page)).toContainText("The row was deleted.");
  await expect(said(page)).toContainText(/It is still accepted for \d+ s\./);
  await expect(said(page)).toContainText(/The next probe was refused [\d.]+ s later \(revoked\)\./);

  await expectLight(page, "jwt", "Refused: expired");
  await expect(story).toContainText(
    /The session stopped \d\.\d s after the revocation; the JWT went on for [\d.]+ s more, until it expired\./,
  );
  // A reload keeps what was seen.
  await page.reload();
  await expect(story).toContainText(/the JWT went on for [\d.]+ s more, until it expired\./);
  await story.getByText("The timeline as a table").click();
  const table = story.getByRole("table");
  await expect(table.getByRole("row").filter({ hasText: "Row deleted" })).toContainText("Revoked");
  await expect(table.getByRole("row").filter({ hasText: "Refused: expired" })).toHaveCount(1);
});

test("the JWT's light goes out at its exp, not before and not a second later", async ({
  signedIn: page,
  account,
}) => {
  await account.client.call("POST", "/api/pair", { json: { accessTtlSeconds: 4 } });
  await account.client.into(page.context());
  await page.reload();
  await expectLight(page, "jwt", "Accepted");
  const probe = json<{ expiresAt: string }>(await account.client.get("/api/pair/jwt"));
  await expectLight(page, "jwt", "Refused: expired");
  const shown = await half(page, "jwt").locator("p time").first().getAttribute("datetime");
  const late = Date.parse(shown ?? "") - Date.parse(probe.expiresAt);
  expect(late).toBeGreaterThanOrEqual(0);
  expect(late).toBeLessThan(2500);
});

test("once both are over, the probes rest, and the same button issues the same pair again", async ({
  signedIn: page,
}) => {
  await issuePair(page, { strategy: "denylist", lifetime: "5 min", alg: "HS256" });
  await page.getByRole("button", { name: "Revoke both now", exact: true }).click();
  const again = page.getByRole("button", { name: "Again, with a new pair", exact: true });
  await expect(again).toBeFocused();
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.waitForTimeout(1500);
  expect(asked.filter((url) => url.includes("/api/pair/"))).toEqual([]);
  await again.click();
  for (const mode of MODES) await expectLight(page, mode, "Accepted");
  await expect(page.getByLabel("Revocation", { exact: true })).toHaveValue("denylist");
  await expect(page.getByLabel("JWT lifetime", { exact: true })).toHaveValue("300");
  await expect(page.getByLabel("Algorithm", { exact: true })).toHaveValue("HS256");
});

test("deleting the row deletes the row", async ({ signedIn: page, account }) => {
  await issuePair(page);
  const userId = (await whoIs(account.client))?.user.id ?? "";
  const pairRows = async () =>
    (await sessionRows(userId)).filter(({ audience }) => audience.endsWith("/pair"));
  const [row] = await pairRows();
  await expect(half(page, "session")).toContainText(row?.id ?? "no row");
  await press(page, "session", "Delete the row");
  await expect(said(page)).toContainText("The row was deleted.");
  await expect(half(page, "session")).toContainText("No row.");
  expect(await pairRows()).toEqual([]);
  await expectLight(page, "jwt", "Accepted");
});

const afterReplay: Record<Mode, string> = { session: "Refused: revoked", jwt: "Ended, still accepted" };

for (const mode of MODES)
  test(`the ${mode} is refused tampered with, accepted as the copy, and after signing out: ${afterReplay[mode].toLowerCase()}`, async ({
    signedIn: page,
  }) => {
    await issuePair(page);
    const genuine = await cookieIn(page, PAIR_COOKIE[mode]);
    await press(page, mode, "Tamper one character");
    await expectLight(page, mode, "Refused: bad signature");
    const tampered = (await cookieIn(page, PAIR_COOKIE[mode])) ?? "";
    const at = [...tampered].findIndex((character, index) => character !== genuine?.[index]);
    await expect(half(page, mode)).toContainText(`Character ${at + 1} of ${tampered.length} was changed`);
    await press(page, mode, "Replay the copy");
    await expectLight(page, mode, "Accepted");
    expect(await cookieIn(page, PAIR_COOKIE[mode])).toBe(genuine);

    await press(page, mode, "Sign out here");
    await expectLight(page, mode, "Refused: no cookie");
    expect(await cookieIn(page, PAIR_COOKIE[mode])).toBeNull();
    await press(page, mode, "Replay the copy");
    await expectLight(page, mode, afterReplay[mode]);
    expect(await cookieIn(page, PAIR_COOKIE[mode])).not.toBeNull();
  });

for (const size of [
  { width: 1280, height: 720 },
  { width: 390, height: 844 },
])
  test(`lights, button and result share one screen at ${size.width} × ${size.height}`, async ({
    signedIn: page,
  }) => {
    await page.setViewportSize(size);
    await issuePair(page);
    await page.evaluate(() => scrollTo(0, 0));
    const stage = page.getByRole("region", { name: timeline });
    const button = page.getByRole("button", { name: "Revoke both now", exact: true });
    await button.click();
    // The light; a moment later the list of what was done says the same.
    const refused = stage.getByText("Refused: revoked", { exact: true }).first();
    const late = stage.getByText("Ended, still accepted", { exact: true });
    const sentence = stage.getByText(/^The session stopped .* the JWT is still accepted/);
    for (const part of [refused, late, sentence, button]) await expect(part).toBeInViewport({ ratio: 1 });
    expect(await page.evaluate(() => scrollY)).toBe(0);
  });

test("a new pair takes the old one's place", async ({ signedIn: page, origin }) => {
  await issuePair(page);
  const old = await Client.from(page.context(), origin);
  await page.getByRole("button", { name: "Revoke both now", exact: true }).click();
  await expectLight(page, "session", "Refused: revoked");
  await issuePair(page, { strategy: "introspection", lifetime: "5 min", alg: "EdDSA" });
  for (const mode of MODES) await expectLight(page, mode, "Accepted");
  await expect(page.getByRole("region", { name: timeline })).toContainText("Nothing was revoked yet.");
  await expect(page.getByLabel("JWT lifetime", { exact: true })).toHaveValue("300");
  await expect(page.getByLabel("Revocation", { exact: true })).toHaveValue("introspection");
  expect((await old.get("/api/pair/session")).status).toBe(401);
});

const headerOf = (token: string): unknown =>
  JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString() || "{}");
