import { beforeEach, describe, expect, it } from "vitest";
import type { Principal } from "@/lib/auth/contract";
import { useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { formData, SETTINGS_FORM } from "@/lib/web/testing/forms";
import { pass, trailOf, useStillClock } from "@/lib/web/testing/lifecycle";
import { calledBy, destination } from "@/lib/web/testing/next-headers";
import { saveSettingsAction } from "../settings/actions";
import { fireOldAction } from "./fire-old";
import { signOutAction } from "./sign-out";

// The credential that a browser held before it signed out or switched, sent once more.

const app = useApp();
useStillClock();
let ada: Principal;
let browser: Browser;
beforeEach(async () => {
  ada = await app.createAccount();
  browser = new Browser();
  calledBy(browser);
});

const refusals = async () =>
  (await trailOf(app, ada))
    .filter(({ kind }) => kind === "credential.refused")
    .map(({ detail }) => detail.reason);

describe("after signing out", () => {
  it("a session is refused at once, and its owner finds that recorded", async () => {
    await browser.signIn(app, ada, "session");
    await destination(() => signOutAction());
    expect(await fireOldAction()).toMatchObject({
      fired: { mode: "session", refused: "revoked", secondsLeft: 0 },
    });
    expect(await refusals()).toEqual(["revoked"]);
  });

  it("a JWT that nobody looks up is accepted until it expires", async () => {
    await browser.signIn(app, ada, "jwt");
    pass(300);
    await destination(() => signOutAction());
    pass(10);
    expect(await fireOldAction()).toMatchObject({ fired: { mode: "jwt", refused: null, secondsLeft: 590 } });
    pass(590);
    expect(await fireOldAction()).toMatchObject({ fired: { refused: "expired", secondsLeft: 0 } });
  });

  it("it signs nobody in again", async () => {
    await browser.signIn(app, ada, "jwt");
    await destination(() => signOutAction());
    await fireOldAction();
    expect([...browser.jar.keys()]).toEqual(["__Host-flash"]);
  });
});

it("after a switch of modes the one from before is sent, not the new one", async () => {
  await browser.signIn(app, ada, "session");
  await destination(() => saveSettingsAction({}, formData({ ...SETTINGS_FORM, authMode: "jwt" })));
  expect(await fireOldAction()).toMatchObject({ fired: { mode: "session", refused: "revoked" } });
});

it("is kept for 15 minutes, and what was not sealed here is nothing", async () => {
  expect(await fireOldAction()).toHaveProperty("error");
  await browser.signIn(app, ada, "jwt");
  await destination(() => signOutAction());
  const sealed = browser.jar.get("__Host-flash") ?? "";
  browser.jar.set("__Host-flash", sealed.replace(/.~2$/, "A~2"));
  expect(await fireOldAction()).toHaveProperty("error");
  browser.jar.set("__Host-flash", sealed);
  expect(await fireOldAction()).toHaveProperty("fired");
  pass(15 * 60);
  expect(await fireOldAction()).toHaveProperty("error");
});
