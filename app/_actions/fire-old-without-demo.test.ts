import { expect, it } from "vitest";
import { useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { calledBy, destination } from "@/lib/web/testing/next-headers";
import { signOutAction } from "./sign-out";

const app = useApp({ DEMO: "off" });

it("where DEMO is off, signing out leaves nothing in the browser", async () => {
  const browser = new Browser();
  calledBy(browser);
  await browser.signIn(app, await app.createAccount(), "jwt");
  await destination(() => signOutAction());
  expect(browser.jar.size).toBe(0);
});
