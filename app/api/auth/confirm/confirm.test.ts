import { beforeEach, describe, expect, it } from "vitest";
import { DELETE as endDevice } from "@/app/api/devices/[id]/route";
import { GET as listDevices } from "@/app/api/devices/route";
import { GET as me } from "@/app/api/me/route";
import type { Principal } from "@/lib/auth/contract";
import { LIMITS } from "@/lib/throttle/throttle";
import { PASSWORD, useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { copyOf } from "@/lib/web/testing/lifecycle";
import { createVariantAccount, signInSince, VARIANTS, worthOf } from "@/lib/web/testing/variants";
import { POST as confirm } from "./route";

const app = useApp();
let ada: Principal;
let browser: Browser;
let hosts = 0;
beforeEach(async () => {
  ada = await app.createAccount();
  browser = new Browser({ "x-forwarded-for": `192.0.2.${++hosts}` });
});
const give = (password: unknown) => browser.send(confirm, "POST", { body: { password } });
const status = async (of: Browser) => (await of.send(me, "GET")).status;

describe.each(VARIANTS)("confirming in $name", (variant) => {
  const { mode } = variant;
  beforeEach(async () => {
    ada = await createVariantAccount(app, variant);
  });

  it("exchanges the credential for one of the same mode that is good at once, and ends the old one", async () => {
    const old = await signInSince(app, browser, ada, mode, 60);
    const thief = copyOf(browser);
    const { status: code, json } = await give(PASSWORD);
    expect(code).toBe(200);
    expect(json).toEqual({ mode, sessionId: expect.any(String), expiresAt: expect.any(String) });
    expect(json.sessionId).not.toBe(old.sessionId);
    expect((await copyOf(browser, "__Host-refresh").send(me, "GET")).json).toMatchObject({
      user: { id: ada.userId },
      auth: { mode, sessionId: json.sessionId },
    });
    expect(await status(copyOf(thief, "__Host-refresh"))).toBe(await worthOf(app, ada, variant));
    expect(await status(copyOf(thief, "__Host-access", "__Host-session"))).toBe(401);
    const { events } = await app.runtime.audit.list({
      userId: ada.userId,
      kinds: ["reauthenticated"],
      limit: 2,
    });
    expect(events).toMatchObject([{ sessionId: json.sessionId, mode }]);
  });

  it("opens what asked for it", async () => {
    const other = new Browser();
    await other.signIn(app, ada, mode);
    const { sessionId } = await signInSince(app, browser, ada, mode, 16);
    const listed = (await browser.send(listDevices, "GET")).json.devices as { id: string }[];
    const id = listed.find((device) => device.id !== sessionId)?.id ?? "";
    const end = () => browser.send(endDevice, "DELETE", { params: { id } });
    expect((await end()).status).toBe(403);
    await give(PASSWORD);
    expect((await end()).status).toBe(204);
    expect(await status(copyOf(other, "__Host-access"))).toBe(401);
  });
});

it.each(["wrong", "", PASSWORD.toUpperCase(), `${PASSWORD} `])("%j confirms nothing", async (wrong) => {
  await browser.signIn(app, ada, "session");
  const answer = await give(wrong);
  expect(answer).toMatchObject({ status: 400, json: { error: "invalid_request" }, setCookies: [] });
  expect(answer.json.fields).toEqual({ password: expect.any(String) });
  expect(await status(browser)).toBe(200);
  expect((await give(PASSWORD)).status).toBe(200);
});

it("guessing is slowed down as at sign-in, and the sign-in stays", async () => {
  await browser.signIn(app, ada, "session");
  for (let i = 0; i < LIMITS.account.points; i++) expect((await give("wrong")).status).toBe(400);
  const { status: code, headers, json } = await give(PASSWORD);
  expect([code, json]).toEqual([429, { error: "too_many_requests" }]);
  expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await status(browser)).toBe(200);
});

it("a disabled account confirms nothing, with a JWT that does not know", async () => {
  await browser.signIn(app, ada, "jwt");
  app.database.sqlite.prepare("UPDATE users SET disabled_at = 1 WHERE id = ?").run(ada.userId);
  expect(await give(PASSWORD)).toMatchObject({ status: 401, setCookies: [] });
});
