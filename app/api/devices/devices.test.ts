import { beforeEach, describe, expect, it } from "vitest";
import { DELETE as endDevice } from "@/app/api/devices/[id]/route";
import { GET as me } from "@/app/api/me/route";
import type { Principal, SessionId } from "@/lib/auth/contract";
import { newSessionId } from "@/lib/auth/random";
import { useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { copyOf } from "@/lib/web/testing/lifecycle";
import { createVariantAccount, signInSince, VARIANTS, worthOf } from "@/lib/web/testing/variants";
import { GET as listDevices } from "./route";

const LINUX =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36";

const app = useApp();
let ada: Principal;
let browser: Browser;
beforeEach(async () => {
  ada = await app.createAccount();
  browser = new Browser();
});

interface Listed {
  id: string;
  mode: string;
  current: boolean;
  createdAt: string;
}
const devices = async (of = browser) => (await of.send(listDevices, "GET")).json.devices as Listed[];
const status = async (of: Browser) => (await of.send(me, "GET")).status;
const end = (id: string, by = browser) => by.send(endDevice, "DELETE", { params: { id } });
const idOf = async (of: Browser) => (await devices(of)).find(({ current }) => current)?.id ?? "";
const events = async (who = ada) =>
  (await app.runtime.audit.list({ userId: who.userId, kinds: ["sign-in.ended", "sign-out"], limit: 10 }))
    .events;
/** Without its access token only the refresh token counts. */
async function refreshed(of: Browser): Promise<number> {
  of.jar.delete("__Host-access");
  return status(of);
}

describe("the list of devices", () => {
  it("holds every sign-in of both modes, this one first, then the newest first", async () => {
    const [session, jwt] = [
      new Browser({ "user-agent": LINUX }),
      new Browser({ "x-forwarded-for": "192.0.2.9" }),
    ];
    await session.signIn(app, ada, "session");
    await jwt.signIn(app, ada, "jwt");
    await browser.signIn(app, ada, "session");
    const listed = await devices(jwt);
    expect(listed.map(({ mode, current }) => [mode, current])).toEqual([
      ["jwt", true],
      ["session", false],
      ["session", false],
    ]);
    const times = listed.slice(1).map(({ createdAt }) => Date.parse(createdAt));
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect(listed.at(0)).toEqual({
      id: await idOf(jwt),
      mode: "jwt",
      current: true,
      ip: "192.0.2.9",
      userAgent: "Test/1.0",
      label: "Test",
      createdAt: expect.any(String),
      lastSeenAt: expect.any(String),
      expiresAt: expect.any(String),
    });
    expect(await devices(session)).toContainEqual(
      expect.objectContaining({ label: "Chrome on Linux", userAgent: LINUX, current: true }),
    );
  });

  it("holds no credential, no pair and nobody else", async () => {
    const bob = await app.createAccount();
    const token = await browser.signIn(app, ada, "session");
    await new Browser().signIn(app, bob, "session");
    for (const mode of ["session", "jwt"] as const)
      await app.runtime.pairAuth.modes[mode].issue(
        ada,
        { ip: "192.0.2.1", userAgent: "Test/1.0" },
        await app.runtime.settings.get(ada.userId),
      );
    const listed = await devices();
    expect(listed).toHaveLength(1);
    expect(JSON.stringify(listed)).not.toContain(token);
  });
});

describe.each(VARIANTS)("ending $name", (variant) => {
  const { mode } = variant;
  let other: Browser;
  beforeEach(async () => {
    ada = await createVariantAccount(app, variant);
    other = new Browser();
    await other.signIn(app, ada, mode);
    await browser.signIn(app, ada, mode);
  });

  it("of one's own from elsewhere works as its mode guarantees, and this one stays", async () => {
    const id = await idOf(other);
    const answer = await end(id);
    expect([answer.status, answer.json]).toEqual([204, {}]);
    expect((await devices()).map((device) => device.id)).toEqual([await idOf(browser)]);
    expect(await status(copyOf(other, "__Host-refresh"))).toBe(await worthOf(app, ada, variant));
    expect(await refreshed(other)).toBe(mode === "jwt" ? 401 : await worthOf(app, ada, variant));
    expect(await status(browser)).toBe(200);
    expect(await events()).toMatchObject([{ kind: "sign-in.ended", sessionId: id, mode }]);
  });

  it("that is this one signs out: cookies go, the other stays", async () => {
    const answer = await end(await idOf(browser));
    expect(answer.status).toBe(204);
    expect(browser.jar.size).toBe(0);
    for (const line of answer.setCookies) expect(line).toContain("Max-Age=0");
    expect(await status(other)).toBe(200);
    expect(await events()).toMatchObject([{ kind: "sign-out", mode }]);
  });

  it("asks for a recent password, but not for this one", async () => {
    browser = new Browser();
    await signInSince(app, browser, ada, mode, 16);
    const id = await idOf(other);
    const refused = await end(id);
    expect(refused).toMatchObject({
      status: 403,
      json: { error: "reauthentication_required" },
      setCookies: [],
    });
    expect([await status(other), await events()]).toEqual([200, []]);
    expect((await end(await idOf(browser))).status).toBe(204);

    await signInSince(app, browser, ada, mode, 14);
    expect((await end(id)).status).toBe(204);
  });
});

describe("no other id", () => {
  it.each(["session", "jwt"] as const)("of somebody else's %s can be ended", async (mode) => {
    const [bob, theirs] = [await app.createAccount(), new Browser()];
    await theirs.signIn(app, bob, mode);
    await browser.signIn(app, ada, mode);
    const id = await idOf(theirs);
    const answer = await end(id);
    expect(answer).toMatchObject({ status: 404, json: { error: "not_found" }, setCookies: [] });
    expect(await status(theirs)).toBe(200);
    expect([await events(), await events(bob)]).toEqual([[], []]);
    expect((await end(id, theirs)).status).toBe(204);
  });

  it("of a pair, or of nothing at all", async () => {
    await browser.signIn(app, ada, "session");
    const client = { ip: "192.0.2.1", userAgent: "Test/1.0" };
    const pair = await app.runtime.pairAuth.modes.session.issue(
      ada,
      client,
      await app.runtime.settings.get(ada.userId),
    );
    const own = await idOf(browser);
    const ids: (string | SessionId)[] = [
      pair.sessionId,
      newSessionId(),
      "",
      "x' OR '1'='1",
      "%",
      "__proto__",
    ];
    ids.push(own.toLowerCase(), `${own} `, `${own}\0`, `${own}'--`, "../me", "a".repeat(5_000), "\ud800");
    for (const id of ids.filter((candidate) => candidate !== own)) expect((await end(id)).status).toBe(404);
    expect(await app.runtime.pairAuth.modes.session.list(ada.userId)).toHaveLength(1);
    expect(await status(browser)).toBe(200);
    expect(await events()).toEqual([]);
  });

  it("counts twice: what has ended is gone", async () => {
    const other = new Browser();
    await other.signIn(app, ada, "jwt");
    await browser.signIn(app, ada, "session");
    const id = await idOf(other);
    const answers = await Promise.all([end(id), end(id), end(id)]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([204, 404, 404]);
    expect(await events()).toHaveLength(1);
  });
});
