import { vi } from "vitest";
import { makeTables } from "@/db/sqlite/migrate";
import type { Principal } from "@/lib/auth/contract";
import { newId } from "@/lib/auth/random";
import { emptyDatabase, hasPostgres } from "@/lib/auth/testing/postgres";
import { readPostgresUrl } from "@/lib/config/postgres-url";
import { initialSettings } from "@/lib/settings/schema";
import type { OpenBackend } from "../backend";
import { postgresBackend } from "../postgres/backend";
import { sqliteBackend } from "../sqlite/backend";

// Every backend, empty and ready to use, with a shell to its database. A new one is a line here.

export interface TestBackend extends OpenBackend {
  /** Lines of the log. */
  logged: string[];
  /** One statement, its parameters written `?`. Answers with its rows. */
  sql(statement: string, ...values: (string | number)[]): Promise<Record<string, unknown>[]>;
  createAccount(name?: string): Promise<Principal>;
}

type Opened = Omit<TestBackend, "logged" | "createAccount">;

export const BACKENDS: Readonly<Record<string, () => Promise<Opened>>> = {
  sqlite: openSqlite,
  ...(hasPostgres && { postgres: openPostgres }),
};

export async function openBackend(name: string): Promise<TestBackend> {
  const opened = await BACKENDS[name]?.();
  if (!opened) throw new Error(`There is no backend ${name}.`);
  const logged: string[] = [];
  const spy = vi.spyOn(process.stdout, "write").mockImplementation((line) => logged.push(String(line)) > 0);
  return {
    ...opened,
    logged,
    async createAccount(person = "Ada") {
      const account = { email: `${newId().toLowerCase()}@example.com`, name: person, passwordHash: "hash" };
      const principal = await opened.accounts.create(account, initialSettings("session"));
      if (!principal) throw new Error("The address is taken.");
      return principal;
    },
    async close() {
      spy.mockRestore();
      await opened.close();
    },
  };
}

async function openSqlite(): Promise<Opened> {
  const backend = await sqliteBackend(":memory:", makeTables).open();
  return {
    ...backend,
    async sql(statement, ...values) {
      const prepared = backend.database.sqlite.prepare<unknown[], Record<string, unknown>>(statement);
      if (prepared.reader) return prepared.all(...values);
      prepared.run(...values);
      return [];
    },
  };
}

async function openPostgres(): Promise<Opened> {
  const { url, shell } = await emptyDatabase();
  const backend = await postgresBackend(readPostgresUrl(url)).open();
  return {
    ...backend,
    async sql(statement, ...values) {
      let count = 0;
      const numbered = statement.replaceAll("?", () => `$${++count}`);
      return (await shell.query<Record<string, unknown>>(numbered, values)).rows;
    },
  };
}
