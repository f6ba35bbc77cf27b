// Where sign-in leads: back to the page somebody asked for, and never off the site.

import { button, expectDashboard, expectLogin, fillSignIn } from "../support/pages";
import { expect, test } from "../support/test";

test("whoever asks for a protected page comes back to it after signing in", async ({ page, account }) => {
  await page.goto("/settings?saved=0#content");
  await expectLogin(page);
  await fillSignIn(page, account);
  await button(page, "Sign in").click();
  await expect(page).toHaveURL(/\/settings\?saved=0$/);
});

const elsewhere = [
  "//evil.example",
  "///evil.example",
  "/\\evil.example",
  "/%5Cevil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "/%09/evil.example",
  "/\n/evil.example",
  " //evil.example",
  "https://evil.example",
  "https:evil.example",
  "http:evil.example",
  "//localhost@evil.example",
  "/.//evil.example",
  "/x/..//evil.example",
  "/%2F/evil.example",
  "javascript:alert(1)",
  "data:text/html,x",
  "evil.example",
];

test.describe("without JavaScript, so that it is the server which redirects", () => {
  test.use({ javaScriptEnabled: false });

  test("no address in next takes a signed-in visitor off the site", async ({ signedIn, origin }) => {
    const left: string[] = [];
    await signedIn.route(
      ({ hostname }) => hostname !== "localhost",
      (route) => {
        left.push(route.request().url());
        return route.abort();
      },
    );
    for (const next of elsewhere) {
      await signedIn.goto(`/login?next=${encodeURIComponent(next)}`, { waitUntil: "commit" });
      expect(new URL(signedIn.url()).origin, next).toBe(origin);
      expect(signedIn.url(), next).not.toContain("/login");
    }
    expect(left).toEqual([]);
    await signedIn.goto("/login?next=%2Fsettings");
    await expect(signedIn).toHaveURL(/\/settings$/);
  });
});

test("a next that was changed in the form itself leads to the dashboard", async ({ page, account }) => {
  await page.goto("/login?next=%2Fsettings");
  await fillSignIn(page, account);
  await page.locator("input[name=next]").evaluate((input: HTMLInputElement) => {
    input.value = "https://evil.example/";
  });
  await button(page, "Sign in").click();
  await expectDashboard(page);
});

test("two next parameters lead nowhere but the dashboard", async ({ signedIn }) => {
  await signedIn.goto("/login?next=%2Fsettings&next=%2F%2Fevil.example");
  await expectDashboard(signedIn);
});
