import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { vi } from "vitest";
import { migrateDatabase } from "@/db/migrate";
import { demoAccounts } from "@/db/schema";
import type { ModeName, Principal } from "@/lib/auth/contract";
import { hashPassword } from "@/lib/auth/password";
import { newId } from "@/lib/auth/random";
import { getRuntime, type Runtime } from "@/lib/session/runtime";
import { createSecrets } from "@/lib/session/secrets";
import { initialSettings } from "@/lib/settings/settings-store";

// The whole app without a server, in a temporary folder: real keys, a real SQLite file, the real composition
// root. Tests call handlers and actions directly; each file has an app of its own.

export const ORIGIN = "http://localhost:3999";
export const PASSWORD = "a password of the tests";

export interface TestApp {
  runtime: Runtime;
  databaseFile: string;
  /** What was logged since the start, a line an event. */
  logged: string[];
  /** An account that is not signed in anywhere. Its password is `PASSWORD`. */
  createAccount(mode?: ModeName): Promise<Principal>;
  /** Makes it a demo account. */
  makeDemo(account: Pick<Principal, "userId">): void;
  stop(): void;
}

export async function startApp(environment: Record<string, string> = {}): Promise<TestApp> {
  const folder = mkdtempSync(path.join(tmpdir(), "coatcheck-"));
  const databaseFile = path.join(folder, "coatcheck.db");
  Object.assign(process.env, { DATA_DIR: folder, APP_ORIGIN: ORIGIN, ...environment });
  await createSecrets(path.join(folder, "secrets.json"));
  migrateDatabase(databaseFile);
  Reflect.deleteProperty(globalThis, Symbol.for("coatcheck.runtime"));
  const runtime = await getRuntime();
  const logged: string[] = [];
  const silenced = vi.spyOn(process.stdout, "write").mockImplementation((line) => {
    logged.push(String(line));
    return true;
  });
  const passwordHash = await hashPassword(PASSWORD);

  return {
    runtime,
    databaseFile,
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
      runtime.database.db.insert(demoAccounts).values({ userId }).run();
    },
    stop() {
      silenced.mockRestore();
      runtime.database.sqlite.close();
      rmSync(folder, { recursive: true });
    },
  };
}
