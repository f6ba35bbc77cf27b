import { beforeEach, describe, expect, it } from "vitest";
import { POST as refresh } from "@/app/api/auth/refresh/route";
import { POST as signOutEverywhere } from "@/app/api/auth/sign-out-everywhere/route";
import { GET as me } from "@/app/api/me/route";
import type { ModeName, Principal, StrategyName } from "@/lib/auth/contract";
import { STRATEGY_NAMES } from "@/lib/auth/names";
import { useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { copyOf, pass, storedTokens, trailOf, useStillClock } from "@/lib/web/testing/lifecycle";
import { POST as signOut } from "./route";

// What signing out does to refresh tokens, under every strategy, and what it asks for.

const app = useApp();
useStillClock();
let ada: Principal;
beforeEach(async () => {
  ada = await app.createAccount("jwt");
});
const status = async (browser: Browser) => (await browser.send(me, "GET")).status;
const everywhere = (browser: Browser, exceptThis = false) =>
  browser.send(signOutEverywhere, "POST", { body: { exceptThis } });
const kinds = async () => (await trailOf(app, ada)).map(({ kind }) => kind);
async function signedIn(mode: ModeName, revocation: StrategyName = "expiry-only"): Promise<Browser> {
  await app.runtime.settings.update(ada.userId, { jwt: { revocation } });
  const browser = new Browser();
  await browser.signIn(app, ada, mode);
  return browser;
}

describe("signing out with a refresh token alone", () => {
  it.each([
    ["dropped", (browser: Browser) => void browser.jar.delete("__Host-access")],
    ["forged", (browser: Browser) => void browser.jar.set("__Host-access", "a.b.c")],
    ["over", () => pass(15 * 60)],
  ])("ends its family, with the access token %s", async (_, spoil) => {
    const [browser, other] = [await signedIn("jwt"), await signedIn("jwt")];
    spoil(browser);
    const thief = copyOf(browser);
    const answer = await browser.send(signOut, "POST");
    expect([answer.status, browser.jar.size]).toEqual([204, 0]);
    expect((await thief.send(refresh, "POST")).status).toBe(401);
    expect(storedTokens(app, ada)).toMatchObject({ live: 1, revokedFamilies: 1 });
    expect((await other.send(refresh, "POST")).status).toBe(200);
    expect((await kinds()).filter((kind) => kind === "sign-out")).toHaveLength(1);
  });

  it("with one that was used already, too; twice is written down once", async () => {
    const browser = await signedIn("jwt");
    const old = copyOf(browser);
    await browser.send(refresh, "POST");
    pass(60);
    for (const who of [old, browser]) expect((await who.send(signOut, "POST")).status).toBe(204);
    expect(storedTokens(app, ada)).toMatchObject({ live: 0, revokedFamilies: 1 });
    expect((await kinds()).filter((kind) => kind === "sign-out")).toHaveLength(1);
  });
});

describe.each(STRATEGY_NAMES)("under %s", (strategy) => {
  const worth = strategy === "expiry-only" ? 200 : 401;

  it("signing out everywhere but here leaves this browser signed in, with or without a new token", async () => {
    const [here, there] = [await signedIn("jwt", strategy), await signedIn("jwt", strategy)];
    const session = await signedIn("session", strategy);
    const { sessionId } = (await here.send(me, "GET")).json.auth as { sessionId: string };
    const answer = await everywhere(here, true);
    expect(answer).toMatchObject({ status: 200, json: { revoked: 2 } });
    expect(answer.setCookies).toHaveLength(strategy === "token-version" ? 2 : 0);
    expect(await here.send(me, "GET")).toMatchObject({
      status: 200,
      json: { auth: { sessionId } },
      setCookies: [],
    });
    expect([await status(there), await status(session)]).toEqual([worth, 401]);
    expect((await there.send(refresh, "POST")).status).toBe(401);
    pass(15 * 60);
    expect([await status(here), await status(there)]).toEqual([200, 401]);
  });
});

describe.each<ModeName>(["session", "jwt"])("15 minutes after the password, a %s", (mode) => {
  it("is asked for it again before it ends others, and loses nothing by that", async () => {
    const [here, there] = [await signedIn(mode), await signedIn("session")];
    pass(15 * 60 - 1);
    for (let i = 0; i < 3; i++) await here.send(refresh, "POST");
    expect((await everywhere(here, true)).status).toBe(200);
    const again = await signedIn("session");
    pass(1);
    for (const exceptThis of [true, false])
      expect(await everywhere(here, exceptThis)).toMatchObject({
        status: 403,
        json: { error: "reauthentication_required" },
      });
    expect([await status(here), await status(there), await status(again)]).toEqual([200, 401, 200]);
    expect((await here.send(signOut, "POST")).status).toBe(204);
  });
});
