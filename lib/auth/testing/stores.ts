import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { migrate } from "drizzle-orm/better-sqlite3/migrator";
import { users } from "../../../db/schema";
import type { SessionRecord, SessionStore, UserId } from "../contract";
import { newSessionId, newToken, sha256 } from "../random";
import { createMemorySessionStore, type MemoryUser } from "../stores/memory";
import { createSqliteSessionStore } from "../stores/sqlite";

// Every store, ready to use, with a way to change people behind its back. A new store is one entry more.

export interface StoreHarness {
  store: SessionStore;
  /** Adds a person or changes them, as another request would. */
  saveUser(user: MemoryUser): void;
  removeUser(id: UserId): void;
  /** Ways to break the store for good. */
  faults: Record<string, () => void>;
  close(): void;
}

export interface SqliteHarness extends StoreHarness {
  sqlite: Database.Database;
}

export const MIGRATIONS = fileURLToPath(new URL("../../../db/migrations", import.meta.url));

export const STORES = {
  memory: createMemoryHarness,
  sqlite: () => createSqliteHarness(),
} satisfies Record<string, () => StoreHarness>;

export function createMemoryHarness(): StoreHarness {
  const people = new Map<UserId, MemoryUser>();
  return {
    store: createMemorySessionStore(people),
    saveUser: (user) => void people.set(user.principal.userId, user),
    removeUser: (id) => void people.delete(id),
    faults: {},
    close: () => {},
  };
}

/** A migrated database, in memory unless a test needs the file. */
export function createSqliteHarness(file = ":memory:"): SqliteHarness {
  const sqlite = openSqlite(file);
  const db = drizzle(sqlite);
  migrate(db, { migrationsFolder: MIGRATIONS });
  return {
    sqlite,
    store: createSqliteSessionStore(db),
    saveUser({ principal: { userId, ...person }, disabled }) {
      const changing = { ...person, disabledAt: disabled ? new Date(0) : null };
      const fixed = { id: userId, passwordHash: "", createdAt: new Date(0), demo: false };
      db.insert(users)
        .values({ ...fixed, ...changing })
        .onConflictDoUpdate({ target: users.id, set: changing })
        .run();
    },
    removeUser: (id) => void db.delete(users).where(eq(users.id, id)).run(),
    faults: {
      "closed database": () => sqlite.close(),
      "dropped table": () => sqlite.exec("DROP TABLE sessions"),
    },
    close: () => void sqlite.close(),
  };
}

/** As the app opens it, but for waiting on the disk at every commit. */
export function openSqlite(file: string): Database.Database {
  const sqlite = new Database(file);
  sqlite.pragma("journal_mode = WAL");
  sqlite.pragma("synchronous = NORMAL");
  sqlite.pragma("foreign_keys = ON");
  return sqlite;
}

/** Every method of a store, with arguments that work on a healthy one. */
export function everyCall(
  store: SessionStore,
  session: SessionRecord,
  now: Date,
): (() => Promise<unknown>)[] {
  const calls: Record<keyof SessionStore, () => Promise<unknown>> = {
    insert: () => store.insert({ ...session, id: newSessionId(), tokenHash: sha256(newToken()) }),
    find: () => store.find(session.tokenHash, now),
    touch: () => store.touch(session.id, now),
    delete: () => store.delete(session.id),
    deleteByUser: () => store.deleteByUser(session.userId, session.audience),
    listByUser: () => store.listByUser(session.userId, session.audience, now),
    deleteExpired: () => store.deleteExpired(now, 1),
  };
  return Object.values(calls);
}

/** What almost is this hash: one bit off, shorter, longer, spelled in hex, empty, all zero. */
export function nearMisses(hash: Buffer): Buffer[] {
  const flipped = Buffer.from(hash);
  flipped[31] = (flipped[31] ?? 0) ^ 1;
  const longer = Buffer.concat([hash, Buffer.alloc(1)]);
  const hex = Buffer.from(hash.toString("hex"));
  return [flipped, hash.subarray(0, 31), longer, hex, Buffer.alloc(0), Buffer.alloc(32)];
}
