// On PostgreSQL, too, acknowledged means on disk. People sign in and out while the app, or the database itself, is
// killed with SIGKILL. What was answered stays; while the database is away nobody is told that they are signed out.

import { setTimeout as wait } from "node:timers/promises";
import { Client as Shell } from "pg";
import { createEngine, type Engine } from "../../scripts/test-postgres.ts";
import { type Account, createAccount, signIn, whoIs } from "../support/accounts";
import type { Client } from "../support/client";
import { newDataDir, type Server, startServer } from "../support/server";
import { expect, test } from "../support/test";

const PEOPLE = 4;
const ROUNDS = ["app", "engine", "app", "engine"] as const;

let engine: Engine;
let server: Server;
let start: () => Promise<Server>;
test.beforeAll(async () => {
  test.setTimeout(120_000);
  engine = await createEngine({ durable: true });
  await engine.start();
  const shell = new Shell({ connectionString: engine.url });
  await shell.connect();
  await shell.query("CREATE DATABASE crashing TEMPLATE template0 ENCODING 'UTF8'");
  await shell.end();
  const url = new URL(engine.url);
  url.pathname = "crashing";
  const dataDir = newDataDir();
  let port: number | undefined;
  start = async () => {
    const env = { DATABASE_URL: url.href };
    const started = await startServer({ dataDir, env, ...(port && { port }) });
    port = Number(new URL(started.origin).port);
    return started;
  };
  server = await start();
});
test.afterAll(async () => {
  await server.stop();
  await engine.remove();
});

/** What the answers said. */
interface Held {
  account: Account;
  live: Client[];
  ended: Client[];
}

test("kill -9 of the app or of the database undoes nothing that was answered, and signs nobody out", async () => {
  test.setTimeout(240_000);
  const people: Held[] = [];
  for (let index = 0; index < PEOPLE; index++) {
    const settings = { authMode: index % 2 === 0 ? "session" : "jwt", jwt: { revocation: "denylist" } };
    people.push({ account: await createAccount(server.origin, settings), live: [], ended: [] });
  }
  let acts = 0;
  for (const victim of ROUNDS) {
    let isOver = false;
    const acting = people.map(async (person) => {
      while (!isOver) acts += await act(person).catch(() => 0);
    });
    await wait(1_500);
    if (victim === "app") await server.stop("SIGKILL");
    else {
      await engine.kill();
      await expectOutage(people);
    }
    isOver = true;
    await Promise.all(acting);
    if (victim === "app") server = await start();
    else await engine.start();
    await expect.poll(async () => (await people[0]?.account.client.get("/api/health"))?.status).toBe(200);

    for (const { live, ended } of people) {
      for (const client of live) expect(await whoIs(client), `after ${victim}`).not.toBeNull();
      for (const client of ended) expect((await client.get("/api/me")).status, `after ${victim}`).toBe(401);
    }
  }
  expect(acts).toBeGreaterThan(20);
});

/** Signs in and, every other time, out. 1 where all of it was answered. */
async function act(person: Held): Promise<number> {
  const { account, live, ended } = person;
  const client = await signIn(account.client.origin, account);
  const copy = client.copy();
  if (live.length < 3) {
    live.push(client);
    return 1;
  }
  const answer = await client.post("/api/auth/sign-out");
  if (answer.status !== 204) return 0;
  ended.push(copy);
  return 1;
}

/** No answer of a store is no "no": 503 soon, and every cookie stays. */
async function expectOutage(people: Held[]): Promise<void> {
  for (const client of people.flatMap(({ live }) => live.slice(0, 1))) {
    const began = performance.now();
    const answer = await client.get("/api/me");
    expect([answer.status, answer.setCookies]).toEqual([503, []]);
    expect(performance.now() - began).toBeLessThan(3_000);
  }
}
