// The dashboard tells the truth: what it shows is what the browser holds, what the database has, and what the
// guard really did. And it shows nothing that could be used to sign in.

import { COOKIE, MODES, type Mode, signIn, whoIs } from "../support/accounts";
import { cookieIn, issuePair, ownRegion, value } from "../support/dashboard";
import { expect } from "../support/expect";
import { sessionRows } from "../support/rows";
import { test } from "../support/test";

const bytes = (name: string, token: string) =>
  `${(name.length + token.length).toLocaleString("en-US")} of 4,096 bytes`;

for (const mode of MODES) {
  test(`"Your sign-in" shows the ${mode} cookie as it was set`, async ({ page, account, origin }) => {
    const client = await signIn(origin, account, mode);
    const answer = await client.post("/api/auth/sign-in", {
      email: account.email,
      password: account.password,
      mode,
    });
    const line = answer.setCookies.find((cookie) => cookie.startsWith(`${COOKIE[mode]}=`)) ?? "";
    const [pair = "", ...attributes] = line.split(";").map((part) => part.trim());
    const token = pair.slice(COOKIE[mode].length + 1);
    await client.into(page.context());
    await page.goto("/dashboard");

    const own = ownRegion(page);
    await expect(own).toContainText(COOKIE[mode]);
    const shown = await own
      .getByRole("list", { name: `Attributes of ${COOKIE[mode]}` })
      .getByRole("listitem")
      .allTextContents();
    const sent = attributes.map((part) => part.toLowerCase()).filter((part) => !part.startsWith("expires="));
    expect(shown.map((part) => part.toLowerCase()).sort()).toEqual(sent.sort());
    await expect(own).toContainText(bytes(COOKIE[mode], token));
    await expect(own).toContainText({ session: token.slice(0, 16), jwt: token.split(".")[0] ?? "" }[mode]);
  });

  test(`the page of a ${mode} sign-in carries no credential, in its HTML or its scripts`, async ({
    page,
    account,
    origin,
  }) => {
    const client = await signIn(origin, account, mode);
    await client.into(page.context());
    await page.goto("/dashboard");
    await page.getByRole("button", { name: "Issue a pair", exact: true }).click();
    await expect(page.getByRole("button", { name: "Revoke both now" })).toBeVisible();
    const html = (await client.get("/dashboard")).text + (await page.content());
    for (const { name, value: secret } of await page.context().cookies()) {
      expect(secret.length, name).toBeGreaterThanOrEqual(43);
      expect(html.includes(secret), `${name} in the page`).toBe(false);
      // The sealed part, the signature and most of a refresh token, by themselves.
      const tail = secret.slice(-36, -10);
      expect(html.includes(tail), `the end of ${name} in the page`).toBe(false);
    }
  });
}

test("the refresh token is shown masked, with the sign-in it renews", async ({ page, account, origin }) => {
  const client = await signIn(origin, account, "jwt");
  const shown = async () => {
    await page.context().clearCookies();
    await client.into(page.context());
    await page.goto("/dashboard");
    return client.cookies.get("__Host-refresh") ?? "";
  };
  const first = await shown();
  const own = ownRegion(page);
  await expect(own).toContainText(bytes("__Host-refresh", first));
  await expect(own.getByRole("list", { name: "Attributes of __Host-refresh" })).toHaveText(
    `SecureHttpOnlySameSite=LaxPath=/Max-Age=${7 * 24 * 60 * 60}`,
  );
  await expect(own).toContainText(`${first.slice(0, 6)}…37 hidden…`);
  await expect(value(own, "Renewed last")).toHaveText("Not yet");
  const began = await value(own, "Sign-in began").locator("time").getAttribute("datetime");

  expect((await client.post("/api/auth/refresh")).status).toBe(200);
  const second = await shown();
  expect(second).not.toBe(first);
  await expect(own).toContainText(`${second.slice(0, 6)}…37 hidden…`);
  await expect(value(own, "Sign-in began").locator("time")).toHaveAttribute("datetime", began ?? "");
  const renewed = await value(own, "Renewed last").locator("time").getAttribute("datetime");
  expect(Date.parse(renewed ?? "")).toBeGreaterThan(Date.parse(began ?? ""));
});

test("every cookie that the browser holds is named, with what it is for", async ({ signedIn: page }) => {
  await page.goto("/dashboard");
  await issuePair(page);
  await page.getByRole("button", { name: "Dark", exact: true }).click();
  await page.reload();
  const names = (await page.context().cookies()).map(({ name }) => name);
  expect(names.length).toBeGreaterThanOrEqual(6);
  const all = page.getByRole("region", { name: "Every cookie of this app" });
  for (const name of names) await expect(all.getByText(name, { exact: true })).toBeVisible();
  await expect(all.getByRole("listitem")).toHaveCount(names.length);
});

test("a session's row is the row in the database", async ({ signedIn: page, account }) => {
  await page.goto("/dashboard");
  const identity = await whoIs(account.client);
  const row = (await sessionRows(identity?.user.id ?? "")).find(({ id }) => id === identity?.auth.sessionId);
  const own = ownRegion(page);
  await own.getByText("In the database: the row").click();
  await expect(value(own, "id")).toContainText(row?.id ?? "no row");
  await expect(value(own, "userId")).toContainText(row?.user_id ?? "no row");
  await expect(value(own, "tokenHash")).toContainText(row?.token_hash.toString("hex") ?? "no row");
  await expect(value(own, "audience")).toContainText(row?.audience ?? "no row");
  for (const [term, instant] of [
    ["createdAt", row?.created_at],
    ["expiresAt", row?.expires_at],
  ] as const)
    await expect(value(own, term).locator("time")).toHaveAttribute(
      "datetime",
      new Date(instant ?? 0).toISOString(),
    );
});

test("a JWT's claims are those in the cookie, each explained", async ({ page, account, origin }) => {
  const client = await signIn(origin, account, "jwt");
  await client.into(page.context());
  await page.goto("/dashboard");
  const [header = "", payload = ""] = (client.cookies.get(COOKIE.jwt) ?? "").split(".");
  const own = ownRegion(page);
  await own.getByText("Inside the token").click();
  for (const part of [header, payload]) {
    const members = JSON.parse(Buffer.from(part, "base64url").toString()) as Record<string, unknown>;
    for (const [name, member] of Object.entries(members)) {
      await expect(value(own, name)).toContainText(String(member));
      await expect(value(own, name)).not.toContainText("Not one of ours");
    }
  }
  const { exp } = JSON.parse(Buffer.from(payload, "base64url").toString()) as { exp: number };
  await expect(value(own, "exp").locator("time")).toHaveAttribute(
    "datetime",
    new Date(exp * 1000).toISOString(),
  );
});

const lastStep: Record<Mode, { step: string; reads: string }> = {
  session: { step: "Find the session row", reads: "In all, 1 store read" },
  jwt: { step: "Check revocation", reads: "In all, no store read" },
};

for (const mode of MODES) {
  test(`the guard's steps for a ${mode} are shown with time and reads`, async ({ page, account, origin }) => {
    await (await signIn(origin, account, mode)).into(page.context());
    await page.goto("/dashboard");
    const own = ownRegion(page);
    const steps = own.getByRole("listitem").filter({ hasText: "µs" });
    await expect(steps.first()).toContainText("Read the credential");
    await expect(steps.filter({ hasText: lastStep[mode].step })).toContainText(/\d µs/);
    await expect(own).toContainText(lastStep[mode].reads);
  });
}

test("age and time left tick, and dates are in the reader's own time", async ({
  browser,
  account,
  origin,
}) => {
  const context = await browser.newContext({ baseURL: origin, timezoneId: "Asia/Tokyo" });
  await account.client.into(context);
  const page = await context.newPage();
  await page.goto("/dashboard");
  const own = ownRegion(page);
  const left = own.locator("dd time").nth(1);
  const before = (await left.textContent()) ?? "";
  await expect(left).not.toHaveText(before);
  await own.getByText("In the database: the row").click();
  const issued = new Date((await value(own, "createdAt").locator("time").getAttribute("datetime")) ?? "");
  const tokyo = issued.toLocaleTimeString("en-GB", { timeZone: "Asia/Tokyo" });
  await expect(value(own, "createdAt").locator("time")).toContainText(tokyo);
  await context.close();
});

test("nobody sees it without signing in", async ({ page }) => {
  const answer = await page.goto("/dashboard");
  await expect(page).toHaveURL(/\/login\?next=%2Fdashboard$/);
  expect(answer?.request().redirectedFrom()).not.toBeNull();
  expect(await cookieIn(page, COOKIE.session)).toBeNull();
});

for (const [path, most] of [
  ["/", 130_000],
  ["/dashboard", 150_000],
] as const)
  test(`the scripts of ${path} are at most ${most / 1000} KB on the wire`, async ({ signedIn: page }) => {
    if (path === "/") await page.context().clearCookies();
    const scripts: Promise<number>[] = [];
    page.on("requestfinished", (request) => {
      if (request.resourceType() === "script")
        scripts.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
    });
    await page.goto(path, { waitUntil: "networkidle" });
    const sizes = await Promise.all(scripts);
    expect(sizes.length).toBeGreaterThan(3);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(most);
  });
