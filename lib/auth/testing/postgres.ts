import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Client, Pool, type PoolConfig } from "pg";
import type { Stores } from "../parts";
import { createPostgresStores } from "../stores/postgres";
import { openPostgres } from "../stores/postgres/database";
import type { StoreHarness } from "./stores";

// PostgreSQL for tests: the server that TEST_POSTGRES_URL names, and in it a database for each worker, emptied for each
// test. They are named by TEST_POSTGRES_PREFIX, by which whoever started the tests can drop them.

const server = process.env.TEST_POSTGRES_URL ?? "";
const prefix = process.env.TEST_POSTGRES_PREFIX ?? "coatcheck_test";
export const hasPostgres = server !== "";

const MIGRATIONS = fileURLToPath(new URL("../../../db/postgres/migrations", import.meta.url));
/** What a test leaves behind, the app's own tables included. The rest goes with its people. */
const EMPTY = ["users", "denylist", "token_versions", "audit_events", "rate_limits"]
  .map((table) => `DELETE FROM ${table};`)
  .join(" ");

export interface PostgresTerms extends Omit<PoolConfig, "connectionString"> {
  /** Another way to the same server, such as through a proxy. */
  port?: number;
  prepare?: boolean;
}

export interface PostgresHarness extends StoreHarness {
  pool: Pool;
}

export interface TestDatabase {
  url: string;
  /** For setting up, and shared by all tests of a worker: not what is tested. */
  shell: Pool;
}

let database: Promise<TestDatabase> | undefined;

/** This worker's database, with its tables. */
export function testDatabase(): Promise<TestDatabase> {
  database ??= createDatabase(`${prefix}_${process.env.VITEST_POOL_ID ?? "0"}`);
  return database;
}

/** The same without a row. */
export async function emptyDatabase(): Promise<TestDatabase> {
  const found = await testDatabase();
  await found.shell.query(EMPTY);
  return found;
}

async function createDatabase(name: string): Promise<TestDatabase> {
  const client = new Client({ connectionString: server });
  await client.connect();
  await client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
  await client.query(`CREATE DATABASE "${name}" TEMPLATE template0 ENCODING 'UTF8'`);
  await client.end();
  const url = new URL(server);
  url.pathname = name;
  const shell = new Pool({ connectionString: url.href, max: 2, allowExitOnIdle: true });
  await makeTables(shell);
  return { url: url.href, shell };
}

async function makeTables(pool: Pool): Promise<void> {
  const files = readdirSync(MIGRATIONS).filter((file) => file.endsWith(".sql"));
  for (const file of files.sort()) await pool.query(readFileSync(`${MIGRATIONS}/${file}`, "utf8"));
}

const USUAL = { max: 10, connectionTimeoutMillis: 1000, query_timeout: 1000, allowExitOnIdle: true };
/** Stays open from test to test: opening connections takes longer than most of them. */
let usual: Pool | undefined;
/** Has a test taken the tables away? */
let spoiled = false;

/** Over the same rows, with a pool of its own. */
export async function anotherInstance(): Promise<{ stores: Stores; close(): Promise<void> }> {
  const pool = new Pool({ connectionString: (await testDatabase()).url, ...USUAL });
  return { stores: createPostgresStores(openPostgres({ pool })), close: () => pool.end() };
}

/** Empty. */
export async function createPostgresHarness({
  port,
  prepare,
  ...terms
}: PostgresTerms = {}): Promise<PostgresHarness> {
  const { url: direct, shell: setup } = await emptyDatabase();
  const url = new URL(direct);
  if (port) url.host = `127.0.0.1:${port}`;
  const isUsual = !port && prepare === undefined && Object.keys(terms).length === 0;
  const open = () => new Pool({ connectionString: url.href, ...USUAL, ...terms });
  if (isUsual && (!usual || usual.ended)) usual = open();
  const pool = (isUsual && usual) || open();
  return {
    pool,
    stores: createPostgresStores(openPostgres({ pool, prepare })),
    async saveUser({ principal: { userId, email, name, role }, disabled }) {
      await setup.query(
        `INSERT INTO users (id, email, name, role, password_hash, disabled_at, created_at)
         VALUES ($1, $2, $3, $4, '', $5, 0) ON CONFLICT (id) DO UPDATE
         SET email = $2, name = $3, role = $4, disabled_at = $5`,
        [userId, email, name, role, disabled ? 0 : null],
      );
    },
    async removeUser(id) {
      await setup.query("DELETE FROM users WHERE id = $1", [id]);
    },
    faults: {
      "closed pool": () => pool.end(),
      "database without its tables": async () => {
        await setup.query("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
        spoiled = true;
      },
    },
    async close() {
      if (pool !== usual && !pool.ended) await pool.end();
      if (spoiled) await makeTables(setup);
      spoiled = false;
    },
  };
}
