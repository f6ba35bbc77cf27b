import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { migrate } from "drizzle-orm/better-sqlite3/migrator";
import { users } from "../../../db/sqlite/schema";
import type { UserId } from "../contract";
import type { Stores } from "../parts";
import { createMemoryStores, type MemoryUser } from "../stores/memory";
import { createSqliteStores } from "../stores/sqlite";
import { createPostgresHarness, hasPostgres } from "./postgres";
import { createRedisHarness, hasRedis } from "./redis";

// Every backend, ready to use, with a way to change people behind its back. A new backend is one entry more.

export interface StoreHarness {
  stores: Stores;
  /** Adds a person or changes them, as another request would. */
  saveUser(user: MemoryUser): Promise<void>;
  removeUser(id: UserId): Promise<void>;
  /** Ways to break all the stores for good. */
  faults: Record<string, () => unknown>;
  close(): Promise<void>;
}

export type MakeHarness = () => StoreHarness | Promise<StoreHarness>;

export interface SqliteHarness extends StoreHarness {
  sqlite: Database.Database;
}

export const MIGRATIONS = fileURLToPath(new URL("../../../db/sqlite/migrations", import.meta.url));

export const STORES = {
  memory: createMemoryHarness,
  sqlite: () => createSqliteHarness(),
  postgres: () => createPostgresHarness(),
  redis: () => createRedisHarness(),
} satisfies Record<string, MakeHarness>;

export type StoreName = keyof typeof STORES;
/** Those that are here: PostgreSQL is where TEST_POSTGRES_URL names a server, Redis where TEST_REDIS_URL does. */
export const STORE_NAMES: readonly StoreName[] = [
  "memory",
  "sqlite",
  ...(hasPostgres ? ["postgres" as const] : []),
  ...(hasRedis ? ["redis" as const] : []),
];

function createMemoryHarness(): StoreHarness {
  const people = new Map<UserId, MemoryUser>();
  return {
    stores: createMemoryStores(people),
    saveUser: async (user) => void people.set(user.principal.userId, user),
    removeUser: async (id) => void people.delete(id),
    faults: {},
    close: async () => {},
  };
}

/** A migrated database, in memory unless a test needs the file. */
export function createSqliteHarness(file?: string): SqliteHarness {
  const sqlite = file === undefined ? openMigrated() : openSqlite(file);
  const db = drizzle(sqlite);
  if (file !== undefined) migrate(db, { migrationsFolder: MIGRATIONS });
  return {
    sqlite,
    stores: createSqliteStores(db),
    async saveUser({ principal: { userId, ...person }, disabled }) {
      const changing = { ...person, disabledAt: disabled ? new Date(0) : null };
      const fixed = { id: userId, passwordHash: "", createdAt: new Date(0) };
      db.insert(users)
        .values({ ...fixed, ...changing })
        .onConflictDoUpdate({ target: users.id, set: changing })
        .run();
    },
    removeUser: async (id) => void db.delete(users).where(eq(users.id, id)).run(),
    faults: {
      "closed database": () => sqlite.close(),
      "database without its tables": () => {
        sqlite.pragma("foreign_keys = OFF");
        for (const table of TABLES) sqlite.exec(`DROP TABLE ${table}`);
      },
    },
    close: async () => void sqlite.close(),
  };
}

const TABLES = ["sessions", "refresh_tokens", "refresh_families", "denylist", "token_versions"];

let migrated: Buffer | undefined;

/** In memory: a copy of one that was migrated once, which is many times as quick. */
function openMigrated(): Database.Database {
  if (!migrated) {
    const sqlite = new Database(":memory:");
    migrate(drizzle(sqlite), { migrationsFolder: MIGRATIONS });
    migrated = sqlite.serialize();
    sqlite.close();
  }
  return set(new Database(migrated));
}

/** As the app opens it, but for waiting on the disk at every commit. */
export function openSqlite(file: string, timeoutMilliseconds = 5000): Database.Database {
  return set(new Database(file, { timeout: timeoutMilliseconds }));
}

function set(sqlite: Database.Database): Database.Database {
  sqlite.pragma("journal_mode = WAL");
  sqlite.pragma("synchronous = NORMAL");
  sqlite.pragma("foreign_keys = ON");
  return sqlite;
}

/** What almost is this hash: one bit off, shorter, longer, spelled in hex, empty, all zero. */
export function nearMisses(hash: Buffer): Buffer[] {
  const flipped = Buffer.from(hash);
  flipped[31] = (flipped[31] ?? 0) ^ 1;
  const longer = Buffer.concat([hash, Buffer.alloc(1)]);
  const hex = Buffer.from(hash.toString("hex"));
  return [flipped, hash.subarray(0, 31), longer, hex, Buffer.alloc(0), Buffer.alloc(32)];
}
