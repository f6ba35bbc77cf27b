// Acknowledged means on disk. Six people sign in, out and over while their server is killed with SIGKILL again
// and again. What was answered stays, what was not is there as a whole or not at all, and nobody who was signed
// out is ever signed in again. A lab's run that was going on says so. It proves nothing about losing power: what the
// disk forgets, no process sees.

import { rmSync } from "node:fs";
import Database from "better-sqlite3";
import { createAccount, signIn, whoIs } from "../support/accounts";
import type { Client } from "../support/client";
import { json } from "../support/http";
import { startRun } from "../support/labs";
import { newDataDir, type Server, startServer } from "../support/server";
import { expect, test } from "../support/test";
import { actByChance } from "./crash/acts";
import { tryEnded, tryEverything, tryTheft } from "./crash/aftermath";
import { createPasswordWatch, faultsOf } from "./crash/faults";
import { Person } from "./crash/person";
import { createRandom } from "./crash/random";
import { databaseFile, readAfterCrash, readTables, type Tables } from "./crash/tables";

const KILLS = 11;
const ACTS = 220;
const STRATEGIES = ["expiry-only", "denylist", "token-version", "introspection"];

const seed = Number(process.env.KILL_SEED ?? Date.now() % 1e9);
const random = createRandom(seed);
let dataDir: string;
let server: Server;
test.beforeAll(async () => {
  dataDir = newDataDir();
  server = await startServer({ dataDir });
});
test.afterAll(async () => {
  await server.stop();
  rmSync(dataDir, { recursive: true });
});

test("kill -9 at any moment undoes nothing that was answered, and leaves nothing half done", async () => {
  test.setTimeout(300_000);
  const { origin } = server;
  const people: Person[] = [];
  for (const strategy of [...STRATEGIES, "denylist", "introspection"])
    people.push(await Person.create(origin, strategy));
  const bystander = await createAccount(origin, { jwt: { revocation: "denylist" } });
  const bystanders = [bystander.client, await signIn(origin, bystander, "jwt")];
  const run = await startRun(bystander.client, "theft", { scenario: "free" });
  const judge = createJudge();
  let [acts, looks, thefts] = [0, 0, 0];

  for (let kill = 1; kill <= KILLS; kill++) {
    const claim = `seed ${seed}, kill ${kill}`;
    const round = await underLoad(people, bystanders, judge);
    acts += round.acts;
    looks += round.looks;
    expect(round.faults, claim).toEqual([]);

    const { tables, damage } = readAfterCrash(dataDir, origin);
    expect(damage, claim).toEqual([]);
    expect(judge(tables), claim).toEqual([]);
    server = await startServer({ dataDir, port: Number(new URL(origin).port) });
    for (const person of people) person.reconcile(tables, claim);
    for (const person of people) await tryEverything(person, tables, claim);
    for (const client of bystanders) expect(await whoIs(client), claim).not.toBeNull();
    for (const person of people) if (await tryTheft(person, claim)) thefts++;
  }

  const claim = `seed ${seed}, in the end`;
  const interrupted = { status: "interrupted", recording: { facts: [] } };
  expect(json(await bystander.client.get(`/api/labs/runs/${run}`)), claim).toMatchObject(interrupted);
  const next = await startRun(bystander.client, "revocation");
  expect((await bystander.client.post(`/api/labs/runs/${next}/stop`)).status, claim).toBe(204);
  for (const person of people)
    for (const holding of person.holdings.filter(({ over }) => over)) await tryEnded(person, holding, claim);
  expect(acts, claim).toBeGreaterThanOrEqual(ACTS);
  expect(looks, claim).toBeGreaterThan(ACTS);
  expect(thefts, claim).toBeGreaterThan(0);
});

type Judge = (tables: Tables) => string[];

/** Everything that must be true of the tables at any time. Empty when it is. */
function createJudge(): Judge {
  const watchPasswords = createPasswordWatch();
  return (tables) => [...faultsOf(tables), ...watchPasswords(tables)];
}

/** Everybody acts at once, until the server is killed in the middle of it. */
async function underLoad(people: Person[], bystanders: Client[], judge: Judge) {
  const due = ACTS / KILLS + random.below(8);
  let [acts, looks, isKilled] = [0, 0, false];
  const faults: string[] = [];
  const { promise: isDue, resolve } = Promise.withResolvers<void>();
  const until = async (step: () => Promise<void>) => {
    while (!isKilled)
      await step().catch((error: unknown) => {
        if (!isKilled) throw error;
      });
  };
  const acting = people.map((person) =>
    until(async () => {
      await actByChance(person, random);
      if (++acts >= due) resolve();
    }),
  );
  const looking = bystanders.map((client) => until(async () => expect(await whoIs(client)).not.toBeNull()));
  // A reader sees what a crash would leave now. It goes before the kill: with one that stays, the next server
  // would have nothing to recover.
  const reader = new Database(databaseFile(dataDir), { readonly: true });
  const look = setInterval(() => {
    looks++;
    faults.push(...judge(readTables(reader, server.origin)));
  }, 4);
  try {
    await Promise.race([isDue, ...acting, ...looking]);
    await new Promise((wait) => setTimeout(wait, random.below(40)));
  } finally {
    clearInterval(look);
    reader.close();
    isKilled = true;
    await server.stop("SIGKILL");
    await Promise.allSettled([...acting, ...looking]);
  }
  await Promise.all([...acting, ...looking]);
  return { acts, looks, faults };
}
