import { monitorEventLoopDelay } from "node:perf_hooks";
import { beforeEach, describe, expect, it } from "vitest";
import { POST as signIn } from "@/app/api/auth/sign-in/route";
import { GET as me } from "@/app/api/me/route";
import type { ModeName, Principal } from "@/lib/auth/contract";
import { PASSWORD, useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { GET as listDevices } from "./route";

// The list of sign-ins in pages, and an account that has far too many of them.

const app = useApp();
let ada: Principal;
let browser: Browser;
beforeEach(async () => {
  ada = await app.createAccount();
  browser = new Browser();
});

interface Listed {
  id: string;
  mode: ModeName;
  current: boolean;
}
async function read(query = "", by = browser) {
  const { status, json } = await by.send(listDevices, "GET", { path: `/api/devices${query}` });
  return { status, json, devices: json.devices as Listed[], next: json.next as string | null };
}
async function walk(limit: number): Promise<Listed[]> {
  const seen: Listed[] = [];
  for (let query = `?limit=${limit}`; ; ) {
    const { status, devices, next } = await read(query);
    expect([status, devices.length <= limit]).toEqual([200, true]);
    seen.push(...devices);
    if (next === null) return seen;
    query = `?limit=${limit}&cursor=${next}`;
  }
}
/** Copies of the person's one session and one family, a second apart and older than these. */
function multiply(times: number): void {
  const { sqlite } = app.database;
  for (const table of ["sessions", "refresh_families"]) {
    const columns = sqlite.prepare(`SELECT * FROM ${table}`).columns();
    const fresh: Record<string, string> = {
      id: "hex(randomblob(11))",
      token_hash: "randomblob(32)",
      created_at: "created_at - 1000 * i",
    };
    const values = columns.map(({ name }) => fresh[name] ?? name).join(", ");
    sqlite
      .prepare(
        `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${times})
         INSERT INTO ${table} SELECT ${values} FROM ${table}, n WHERE user_id = ?`,
      )
      .run(ada.userId);
  }
}

describe("the list of devices in pages", () => {
  it.each([1, 2, 3, 7, 100])("of %d holds each sign-in of both modes once, this one first", async (limit) => {
    for (const mode of ["session", "jwt", "session", "jwt", "session"] as const)
      await new Browser().signIn(app, ada, mode);
    await browser.signIn(app, ada, "jwt");
    await new Browser().signIn(app, ada, "session");
    const seen = await walk(limit);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(7);
    expect(seen.map(({ current }) => current)).toEqual([true, ...Array(6).fill(false)]);
    expect(seen).toHaveLength(7);
  });

  it.each([
    ["?limit=101", "limit"],
    ["?cursor=nonsense", "cursor"],
  ])("%s is an invalid request that names %s", async (query, field) => {
    await browser.signIn(app, ada, "session");
    const { status, json } = await read(query);
    expect([status, json.error, Object.keys(json.fields ?? {})]).toEqual([400, "invalid_request", [field]]);
    expect((await read()).status).toBe(200);
  });
});

describe("an account with 20,000 sign-ins", () => {
  beforeEach(async () => {
    await new Browser().signIn(app, ada, "session");
    await new Browser().signIn(app, ada, "jwt");
    multiply(9_999);
    await browser.signIn(app, ada, "session");
  });

  it("lists 50 of them, in a small answer", async () => {
    const { devices, json } = await read();
    expect(devices).toHaveLength(50);
    expect(JSON.stringify(json).length).toBeLessThan(30_000);
  });

  it("comes down to its limit with one sign-in, and nobody waits long meanwhile", {
    timeout: 60_000,
  }, async () => {
    const [other, bob] = [new Browser({ "x-forwarded-for": "198.51.100.7" }), new Browser()];
    await bob.signIn(app, await app.createAccount(), "session");
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const answer = await other.send(signIn, "POST", { body: { email: ada.email, password: PASSWORD } });
    delay.disable();
    expect(answer.status).toBe(200);
    const { session, jwt } = app.runtime.auth.modes;
    const counts = [await session.tally(ada.userId), await jwt.tally(ada.userId)];
    expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(50);
    expect((await other.send(me, "GET")).status).toBe(200);
    expect((await bob.send(me, "GET")).status).toBe(200);
    // In batches of 100, each some milliseconds; a wide bound for a busy machine.
    expect(delay.max / 1e6).toBeLessThan(1_000);
  });
});
