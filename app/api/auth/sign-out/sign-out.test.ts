import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { POST as signOutEverywhere } from "@/app/api/auth/sign-out-everywhere/route";
import { GET as me } from "@/app/api/me/route";
import { POST as issuePair } from "@/app/api/pair/route";
import type { ModeName, Principal } from "@/lib/auth/contract";
import { useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { copyOf } from "@/lib/web/testing/lifecycle";
import { POST as signOut } from "./route";

const app = useApp();
let ada: Principal;
beforeEach(async () => {
  ada = await app.createAccount();
});
const status = async (browser: Browser) => (await browser.send(me, "GET")).status;
async function signedIn(mode: ModeName, principal = ada): Promise<Browser> {
  const browser = new Browser();
  await browser.signIn(app, principal, mode);
  return browser;
}
/** What a kept copy is worth once its mode was told to revoke. */
const worth = async (mode: ModeName) =>
  app.runtime.auth.modes[mode].guarantees(await app.runtime.settings.get(ada.userId)).revokeOne ===
  "immediate"
    ? 401
    : 200;

describe.each(["session", "jwt"] as const)("signing out of a %s", (mode) => {
  it("clears the cookies, ends what can be ended, and leaves other sign-ins alone", async () => {
    const [browser, other] = [await signedIn(mode), await signedIn(mode)];
    const thief = copyOf(browser);
    const answer = await browser.send(signOut, "POST");
    expect([answer.status, answer.json]).toEqual([204, {}]);
    expect(browser.jar.size).toBe(0);
    expect(await status(thief)).toBe(await worth(mode));
    expect(await status(other)).toBe(200);
  });

  it("is terminal: no credential is written in that answer", async () => {
    const { setCookies } = await (await signedIn(mode)).send(signOut, "POST");
    expect(setCookies.length).toBeGreaterThan(0);
    for (const line of setCookies)
      expect(line).toMatch(/^__Host-[\w-]+=; .*Max-Age=0; Secure; HttpOnly; SameSite=lax$/);
  });

  it("by Bearer ends that one, and the cookies that came along", async () => {
    const [browser, api] = [await signedIn(mode), new Browser({ origin: "" })];
    const thief = copyOf(browser);
    const token = await api.signIn(app, ada, mode);
    await browser.send(signOut, "POST", { headers: { authorization: `Bearer ${token}` } });
    expect([await status(api), await status(thief)]).toEqual([await worth(mode), await worth(mode)]);
    expect(browser.jar.size).toBe(0);
  });
});

describe("signing out", () => {
  it("works with nothing, something expired, something forged", async () => {
    for (const cookie of ["", "__Host-session=x", "__Host-access=a.b.c", "__Host-session=; __Host-access="]) {
      const answer = await new Browser().send(signOut, "POST", { headers: { cookie } });
      expect([answer.status, answer.setCookies.length]).toEqual([204, 3]);
    }
    await app.runtime.settings.update(ada.userId, { jwt: { accessTtlSeconds: 2 } });
    const browser = await signedIn("jwt");
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 2_050 });
    onTestFinished(() => void vi.useRealTimers());
    const [thief, other] = [copyOf(browser), await signedIn("jwt")];
    expect((await browser.send(signOut, "POST")).status).toBe(204);
    expect(browser.jar.size).toBe(0);
    expect([await status(thief), await status(other)]).toEqual([401, 200]);
  });

  it("ends every one of conflicting credentials, also another person's", async () => {
    const [mine, theirs] = [await signedIn("session"), await signedIn("session", await app.createAccount())];
    const own = mine.cookie(app, "session");
    const cookie = `__Host-session=${own}; __Host-session=${theirs.cookie(app, "session")}; __Host-access=x`;
    await new Browser().send(signOut, "POST", { headers: { cookie } });
    expect([await status(mine), await status(theirs)]).toEqual([401, 401]);
  });

  it("ends the pair, live cookies and copies", async () => {
    const browser = await signedIn("session");
    await browser.send(issuePair, "POST", { body: {} });
    expect(browser.jar.size).toBe(5);
    expect(await app.runtime.pairAuth.modes.session.list(ada.userId)).toHaveLength(1);
    await browser.send(signOut, "POST");
    expect(browser.jar.size).toBe(0);
    expect(await app.runtime.pairAuth.modes.session.list(ada.userId)).toEqual([]);
  });

  it("is logged with ids", async () => {
    await (await signedIn("session")).send(signOut, "POST");
    expect(app.logged.at(-1)).toMatch(
      new RegExp(`"event":"sign-out","userId":"${ada.userId}","sessionId":"[\\w-]{22}"`),
    );
  });
});

describe("signing out everywhere", () => {
  it.each(["session", "jwt"] as const)("from a %s ends all, and takes the cookie", async (mode) => {
    const [here, there, abroad] = [await signedIn(mode), await signedIn("session"), await signedIn("jwt")];
    const bob = await signedIn("session", await app.createAccount());
    const answer = await here.send(signOutEverywhere, "POST", { body: {} });
    expect([answer.status, answer.json]).toEqual([200, { revoked: 3 }]);
    expect(here.jar.size).toBe(0);
    expect([await status(there), await status(abroad)]).toEqual([await worth("session"), await worth("jwt")]);
    expect(await status(bob)).toBe(200);
  });

  it.each(["session", "jwt"] as const)("except this keeps this %s", async (mode) => {
    const [here, there] = [await signedIn(mode), await signedIn("session")];
    const answer = await here.send(signOutEverywhere, "POST", { body: { exceptThis: true } });
    expect(answer).toMatchObject({ status: 200, json: { revoked: 1 }, setCookies: [] });
    expect([await status(here), await status(there)]).toEqual([200, 401]);
  });

  it.each([null, 0, "true", [true], {}])(
    "exceptThis %j is refused, and nobody is signed out",
    async (exceptThis) => {
      const [here, there] = [await signedIn("session"), await signedIn("session")];
      const { status: code } = await here.send(signOutEverywhere, "POST", { body: { exceptThis } });
      expect([code, await status(here), await status(there)]).toEqual([400, 200, 200]);
    },
  );
});
