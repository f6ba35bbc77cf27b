import { expect, it } from "vitest";
import { POST as switchMode } from "@/app/api/auth/mode/route";
import { POST as signIn } from "@/app/api/auth/sign-in/route";
import { POST as signOut } from "@/app/api/auth/sign-out/route";
import { GET as me } from "@/app/api/me/route";
import { GET as probe } from "@/app/api/pair/[mode]/route";
import { POST as issuePair } from "@/app/api/pair/route";
import { PASSWORD, useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";

// COOKIE_SECURE=off, for the one browser that refuses Secure cookies on http://localhost.

const app = useApp({ COOKIE_SECURE: "off" });

it("everything works under names without the prefix, which never run into each other", async () => {
  const [browser, ada] = [new Browser(), await app.createAccount()];
  const signedIn = await browser.send(signIn, "POST", { body: { email: ada.email, password: PASSWORD } });
  for (const line of signedIn.setCookies) expect(line).not.toMatch(/Secure|__Host-/);
  await browser.send(issuePair, "POST", { body: {} });
  await browser.send(switchMode, "POST", { body: { mode: "jwt" } });
  expect([...browser.jar.keys()].sort()).toEqual(
    [
      "access",
      "refresh",
      "device",
      "pair-access",
      "pair-access-copy",
      "pair-session",
      "pair-session-copy",
    ].sort(),
  );
  expect((await browser.send(me, "GET")).json).toMatchObject({
    user: { id: ada.userId },
    auth: { mode: "jwt" },
  });
  for (const mode of ["session", "jwt"])
    expect((await browser.send(probe, "GET", { params: { mode } })).json).toMatchObject({ active: true });
  await browser.send(signOut, "POST");
  expect([...browser.jar.keys()]).toEqual(["device"]);
});

it("a cookie with the prefix, left from before, is not looked at", async () => {
  const [browser, ada] = [new Browser(), await app.createAccount()];
  const token = await browser.signIn(app, ada, "session");
  const as = async (cookie: string) => (await new Browser().send(me, "GET", { headers: { cookie } })).status;
  expect(await as(`__Host-session=${token}`)).toBe(401);
  expect(await as(`session=${token}; __Host-access=x`)).toBe(200);
  expect(await as(`session=${token}; access=x`)).toBe(401);
});
