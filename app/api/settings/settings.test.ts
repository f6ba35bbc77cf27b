import { beforeEach, describe, expect, it } from "vitest";
import type { Principal } from "@/lib/auth/contract";
import { useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { GET, PATCH } from "./route";

const app = useApp();
let ada: Principal;
let browser: Browser;
beforeEach(async () => {
  ada = await app.createAccount();
  browser = new Browser();
  await browser.signIn(app, ada, "session");
});
const patch = (body: unknown) => browser.send(PATCH, "PATCH", { body });
const whole = async () => (await browser.send(GET, "GET")).json;

describe("PATCH /api/settings", () => {
  it("answers with the whole, as GET does afterwards", async () => {
    const { status, json } = await patch({ jwt: { alg: "RS256" }, session: { idleTimeoutSeconds: 2 } });
    expect(status).toBe(200);
    expect(json).toMatchObject({ authMode: "session", jwt: { alg: "RS256", accessTtlSeconds: 900 } });
    expect(await whole()).toEqual(json);
  });

  it("an empty change changes nothing", async () => {
    const before = await whole();
    expect((await patch({})).json).toEqual(before);
  });

  it.each([
    { jwt: { alg: "HS256" }, session: { idleTimeoutSeconds: 1 } },
    { authMode: "jwt", jwt: { accessTtlSeconds: 1e9 } },
    { authMode: "jwt", jwt: null },
    { authMode: "jwt", session: [] },
    { authMode: "jwt", jwt: { revocation: "blacklist" } },
    { authMode: "toString" },
  ])("one bad field refuses all of %j", async (body) => {
    const before = await whole();
    const { status, json } = await patch(body);
    expect([status, json.error]).toEqual([400, "invalid_request"]);
    expect(Object.keys(json.fields as object)).toHaveLength(1);
    expect(await whole()).toEqual(before);
  });

  it("names nobody else's account", async () => {
    const bob = await app.createAccount();
    const before = await app.runtime.settings.get(bob.userId);
    await patch({ authMode: "jwt", userId: bob.userId, user: bob.userId });
    expect(await app.runtime.settings.get(bob.userId)).toEqual(before);
    expect(await whole()).toMatchObject({ authMode: "jwt" });
  });

  it("touches no credential: what is out there keeps its terms", async () => {
    const { setCookies } = await patch({ authMode: "jwt", session: { absoluteTimeoutSeconds: 2 } });
    expect(setCookies).toEqual([]);
    const [row] = await app.runtime.auth.modes.session.list(ada.userId);
    expect(Number(row?.expiresAt) - Date.now()).toBeGreaterThan(3_600_000);
  });
});
