import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, vi } from "vitest";
import type { OpenDatabase } from "@/db/sqlite/client";
import { migrateDatabase } from "@/db/sqlite/migrate";
import { demoAccounts } from "@/db/sqlite/schema";
import type { ModeName, Principal } from "@/lib/auth/contract";
import { hashPassword } from "@/lib/auth/password";
import { newId } from "@/lib/auth/random";
import { getRuntime, type Runtime } from "@/lib/runtime/runtime";
import { createSecrets } from "@/lib/secrets/secrets";
import { initialSettings } from "@/lib/settings/schema";
import { isSqlite } from "@/lib/stores/sqlite/backend";

// The whole app without a server, in a temporary folder: real keys, a real SQLite file, the real composition
// root. Tests call handlers and actions directly; each file has an app of its own.

export const ORIGIN = "http://localhost:3999";
export const PASSWORD = "a password of the tests";

export interface TestApp {
  runtime: Runtime;
  databaseFile: string;
  /** The app's own connection. */
  database: OpenDatabase;
  /** What was logged since the start, a line an event. */
  logged: string[];
  /** An account that is not signed in anywhere. Its password is `PASSWORD`. */
  createAccount(mode?: ModeName): Promise<Principal>;
  /** Makes it a demo account. */
  makeDemo(account: Pick<Principal, "userId">): void;
  stop(): void;
}

/** One app for the tests of a file: it starts before the first and stops after the last. */
export const useApp = (environment: Record<string, string> = {}): TestApp =>
  useStarted(() => startApp(environment));

/** What is started before the first test of a file and stopped after the last, to be read by its tests. */
export function useStarted<T extends { stop(): void }>(start: () => Promise<T>): T {
  let started: T | undefined;
  beforeAll(async () => {
    started = await start();
  });
  afterAll(() => started?.stop());
  return new Proxy({} as T, {
    get(_, name) {
      if (!started) throw new Error("It starts with the first test.");
      return Reflect.get(started, name);
    },
  });
}

/** What a first start makes, and the hash of `PASSWORD`: made once a process, as it takes longer than most tests. */
interface FirstStart {
  secrets: Buffer;
  database: Buffer;
  passwordHash: string;
}
let firstStart: Promise<FirstStart> | undefined;

async function startFirst(): Promise<FirstStart> {
  const folder = mkdtempSync(path.join(tmpdir(), "coatcheck-"));
  const [secrets, database] = [path.join(folder, "secrets.json"), path.join(folder, "coatcheck.db")];
  await createSecrets(secrets);
  migrateDatabase(database);
  const made = { secrets: readFileSync(secrets), database: readFileSync(database) };
  rmSync(folder, { recursive: true });
  return { ...made, passwordHash: await hashPassword(PASSWORD) };
}

export async function startApp(environment: Record<string, string> = {}): Promise<TestApp> {
  firstStart ??= startFirst();
  const { secrets, database: migrated, passwordHash } = await firstStart;
  const folder = mkdtempSync(path.join(tmpdir(), "coatcheck-"));
  const databaseFile = path.join(folder, "coatcheck.db");
  writeFileSync(path.join(folder, "secrets.json"), secrets, { mode: 0o600 });
  writeFileSync(databaseFile, migrated, { mode: 0o600 });
  const settings = { DATA_DIR: folder, APP_ORIGIN: ORIGIN, ...environment };
  const before = Object.keys(settings).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, settings);
  Reflect.deleteProperty(globalThis, Symbol.for("coatcheck.runtime"));
  const runtime = await getRuntime();
  if (!isSqlite(runtime)) throw new Error("These tests look into SQLite.");
  const { database } = runtime;
  // Nothing here is about surviving a power cut, and waiting for the disk takes much of the time.
  database.sqlite.pragma("synchronous = OFF");
  const logged: string[] = [];
  const silenced = vi.spyOn(process.stdout, "write").mockImplementation((line) => {
    logged.push(String(line));
    return true;
  });

  return {
    runtime,
    databaseFile,
    database,
    logged,
    async createAccount(mode = "session") {
      const email = `${newId().toLowerCase()}@example.com`;
      const principal = await runtime.accounts.create(
        { email, name: "Ada", passwordHash },
        initialSettings(mode),
      );
      if (!principal) throw new Error("The address is taken.");
      return principal;
    },
    makeDemo({ userId }) {
      database.db.insert(demoAccounts).values({ userId }).run();
    },
    stop() {
      silenced.mockRestore();
      runtime.stop();
      runtime.labs.close();
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
      void runtime.close();
      rmSync(folder, { recursive: true });
    },
  };
}
