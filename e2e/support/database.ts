// The database of a server under test, past the app: a shell to it, in whichever engine the suite runs on. By default
// that is the SQLite file in the server's data folder. With E2E_BACKEND=postgres each server has a database of its own in
// the server that TEST_POSTGRES_URL names.

import path from "node:path";
import Database from "better-sqlite3";
import { Client, types } from "pg";

export const isOnPostgres = process.env.E2E_BACKEND === "postgres";
/** Of this run, by the process that runs it: its children are named after it. */
export const DATABASES = "coatcheck_e2e_";

/** Instants and counts as numbers. */
types.setTypeParser(types.builtins.INT8, Number);

/** The DATABASE_URL for a server with this data folder, made when there is none yet; undefined for the SQLite file. */
export async function databaseUrl(dataDir: string): Promise<string | undefined> {
  if (!isOnPostgres) return undefined;
  const server = process.env.TEST_POSTGRES_URL;
  if (!server) throw new Error("E2E_BACKEND=postgres needs TEST_POSTGRES_URL");
  const name = nameOf(dataDir);
  await within(server, async (client) => {
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    if (found.rowCount === 0)
      await client.query(`CREATE DATABASE "${name}" TEMPLATE template0 ENCODING 'UTF8'`);
  });
  return urlOf(server, name);
}

/** With everything in it. */
export async function dropDatabase(dataDir: string): Promise<void> {
  const server = process.env.TEST_POSTGRES_URL;
  if (!isOnPostgres || !server) return;
  await within(server, (client) => client.query(`DROP DATABASE IF EXISTS "${nameOf(dataDir)}" WITH (FORCE)`));
}

/** The rows that a query finds, its parameters written `?`. */
export function ask<T>(dataDir: string, query: string, ...values: string[]): Promise<T[]> {
  return isOnPostgres ? askPostgres<T>(dataDir, query, values) : askSqlite<T>(dataDir, query, values);
}

async function askPostgres<T>(dataDir: string, query: string, values: string[]): Promise<T[]> {
  let count = 0;
  const numbered = query.replaceAll("?", () => `$${++count}`);
  const url = (await databaseUrl(dataDir)) ?? "";
  return within(url, async (client) => (await client.query(numbered, values)).rows);
}

async function askSqlite<T>(dataDir: string, query: string, values: string[]): Promise<T[]> {
  const database = new Database(path.join(dataDir, "coatcheck.db"));
  try {
    // References in other tables are left alone when one is renamed, so that renaming it back restores everything.
    database.pragma("legacy_alter_table = on");
    database.pragma("foreign_keys = off");
    const statement = database.prepare(query);
    if (statement.reader) return statement.all(...values) as T[];
    statement.run(...values);
    return [];
  } finally {
    database.close();
  }
}

async function within<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const nameOf = (dataDir: string): string =>
  DATABASES +
  path
    .basename(dataDir)
    .replaceAll(/[^a-zA-Z0-9]/g, "_")
    .toLowerCase();

function urlOf(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = name;
  return url.href;
}
