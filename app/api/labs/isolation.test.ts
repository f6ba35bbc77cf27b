import { beforeEach, describe, expect, it } from "vitest";
import { POST as refresh } from "@/app/api/auth/refresh/route";
import { GET as live, POST as livePost } from "@/app/api/labs/live/[run]/[lane]/[...resource]/route";
import { GET as me } from "@/app/api/me/route";
import { GET as probe } from "@/app/api/pair/[mode]/route";
import { POST as issuePair } from "@/app/api/pair/route";
import type { LiveRun } from "@/lib/labs/engine/live-run";
import { LAB_COOKIES } from "@/lib/labs/engine/world/lab-cookies";
import { EVENT_NAMES } from "@/lib/labs/revocation/events";
import { startRun } from "@/lib/labs/runs/start";
import { useLabs } from "@/lib/labs/testing/runs";
import { Browser } from "@/lib/web/testing/browser";
import { eventually } from "@/lib/web/testing/eventually";

// Between the labs and the app there is nothing: neither accepts the other's credentials, and no event of a lab
// changes a row or a key of the app.

const PHONE = "phone";

const app = useLabs();
let run: LiveRun;

async function startLive(params: Record<string, string> = {}): Promise<LiveRun> {
  const started = await startRun(app.runtime, "revocation", params, {}, await app.person());
  const found = "id" in started ? app.runtime.labs.find(started.id) : undefined;
  if (!found) throw new Error("The run did not start.");
  return found;
}
/** Every cookie value of the run's phone, by lane. */
function labCredentials({ stage }: LiveRun): { lane: string; value: string }[] {
  const names = Object.values(LAB_COOKIES).flatMap(({ token, refresh: other }) =>
    other ? [token, other] : [token],
  );
  return stage.laneIds.flatMap((lane) =>
    names.flatMap((name) => {
      const value = stage.jar(PHONE, lane).value(name);
      return value ? [{ lane, value }] : [];
    }),
  );
}
async function withCookies(cookies: Record<string, string>): Promise<Browser> {
  const browser = new Browser();
  for (const [name, value] of Object.entries(cookies)) browser.jar.set(name, value);
  return browser;
}

describe("a credential of a lab", () => {
  beforeEach(async () => {
    run = await startLive();
  });

  it("is accepted by its lane, and by nothing of the app, under any name or as Bearer", async () => {
    const { cookies } = app.runtime;
    const credentials = labCredentials(run);
    expect(credentials.length).toBeGreaterThanOrEqual(run.stage.laneIds.length);
    for (const { value } of credentials) {
      for (const kind of ["session", "access", "refresh"] as const) {
        const browser = await withCookies({ [cookies.name(kind)]: value });
        expect((await browser.send(me, "GET")).status).toBe(401);
        expect((await browser.send(refresh, "POST")).status).toBe(401);
      }
      const bearer = await new Browser().send(me, "GET", { headers: { authorization: `Bearer ${value}` } });
      expect(bearer.status).toBe(401);
      for (const mode of ["session", "jwt"] as const)
        for (const kind of ["pairSession", "pairAccess"] as const) {
          const browser = await withCookies({ [cookies.name(kind)]: value });
          expect((await browser.send(probe, "GET", { params: { mode } })).status).toBe(401);
        }
    }
    for (const name of Object.values(LAB_COOKIES).map(({ token }) => token)) {
      const browser = await withCookies({ [name]: credentials[0]?.value ?? "" });
      expect((await browser.send(me, "GET")).status).toBe(401);
    }
    for (const lane of run.stage.laneIds)
      expect((await run.stage.request(PHONE, lane, "GET", "me")).status).toBe(200);
    await run.stop();
  });

  it("of the app or of a pair is refused by every lane, under any name, and lives on in the app", async () => {
    const account = await app.createAccount();
    const own = new Browser();
    const tokens = [await own.signIn(app, account, "session")];
    await own.send(issuePair, "POST", { body: {} });
    const jwt = new Browser();
    tokens.push(await jwt.signIn(app, account, "jwt"), ...own.jar.values(), ...jwt.jar.values());
    for (const lane of run.stage.laneIds)
      for (const value of new Set(tokens))
        for (const name of ["__Host-lab-session", "__Host-lab-access", "__Host-lab-refresh"]) {
          const params = { run: run.id, lane, resource: ["me"] };
          const browser = await withCookies({ [name]: value });
          expect((await browser.send(live, "GET", { params })).status).toBe(401);
          const exchanged = { params: { ...params, resource: ["refresh"] }, body: {} };
          expect((await browser.send(livePost, "POST", exchanged)).status).toBe(401);
          const bearer = { params, headers: { authorization: `Bearer ${value}` } };
          expect((await new Browser().send(live, "GET", bearer)).status).toBe(401);
        }
    expect(
      (await own.send(live, "GET", { params: { run: run.id, lane: "session", resource: ["me"] } })).status,
    ).toBe(401);
    expect([(await own.send(me, "GET")).status, (await jwt.send(me, "GET")).status]).toEqual([200, 200]);
    await run.stop();
  });
});

describe("no event of a lab", () => {
  it("touches an account, a sign-in, a setting, the trail or a key of the app", async () => {
    const browsers: Browser[] = [];
    for (const mode of ["session", "jwt"] as const) {
      const browser = new Browser();
      await browser.signIn(app, await app.createAccount(mode), mode);
      browsers.push(browser);
    }
    const people = await Promise.all(EVENT_NAMES.map(() => app.person()));
    const before = rows();
    const { keyring, secrets } = app.runtime;
    const started = await Promise.all(
      EVENT_NAMES.map(async (event, index) => {
        const person = people[index];
        const result = person && (await startRun(app.runtime, "revocation", { event }, {}, person));
        if (!result || !("id" in result)) throw new Error("The run did not start.");
        return { event, live: app.runtime.labs.find(result.id) };
      }),
    );
    for (const { event, live: one } of started)
      await eventually(() => {
        const marks = one?.recording(0).facts.filter(({ kind }) => kind === "mark");
        expect(marks).toEqual(expect.arrayContaining([expect.objectContaining({ act: event, ok: true })]));
      });
    await Promise.all(started.map(({ live: one }) => one?.stop()));
    expect(rows()).toEqual(before);
    expect([app.runtime.keyring, app.runtime.secrets]).toEqual([keyring, secrets]);
    for (const browser of browsers) expect((await browser.send(me, "GET")).status).toBe(200);
    const stored = app.database.sqlite.prepare("SELECT count(*) FROM lab_runs").pluck();
    expect(stored.get()).toBeGreaterThanOrEqual(EVENT_NAMES.length);
  });
});

/** Everything the app has stored, but for the runs themselves. */
function rows(): Record<string, unknown[]> {
  const { sqlite } = app.database;
  const tables = sqlite
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .pluck()
    .all()
    .map(String)
    .filter((name) => name !== "lab_runs");
  expect(tables).toEqual(expect.arrayContaining(["users", "sessions", "refresh_tokens"]));
  return Object.fromEntries(tables.map((name) => [name, sqlite.prepare(`SELECT * FROM ${name}`).all()]));
}
