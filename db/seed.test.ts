import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type OpenDatabase, openDatabase } from "./client";
import { migrateDatabase } from "./migrate";
import { demoAccounts, sessions, settings, users } from "./schema";
import { DEMO_PASSWORD, removeDemo, seedDemo } from "./seed";

let folder: string;
let database: OpenDatabase;
const hashed: string[] = [];
const options = {
  hashPassword: async (password: string) => {
    hashed.push(password);
    return `hash ${hashed.length}`;
  },
  authMode: "jwt" as const,
  settings: {
    jwtAlg: "ES256" as const,
    accessTtlSeconds: 900,
    revocation: "expiry-only" as const,
    refreshIdleSeconds: 1,
    refreshAbsoluteSeconds: 2,
    sessionIdleSeconds: 3,
    sessionAbsoluteSeconds: 4,
    sessionCacheSeconds: 5,
    maxSignIns: null,
  },
};

beforeEach(() => {
  hashed.length = 0;
  folder = mkdtempSync(path.join(tmpdir(), "seed-"));
  migrateDatabase(path.join(folder, "a.db"));
  database = openDatabase(path.join(folder, "a.db"));
});
afterEach(() => {
  database.sqlite.close();
  rmSync(folder, { recursive: true });
});

describe("seedDemo", () => {
  it("adds three accounts with the public password and complete settings", async () => {
    await seedDemo(database.db, options);
    const rows = database.db.select().from(users).all();
    expect(rows.map((row) => [row.email, row.role])).toEqual([
      ["alice@example.com", "user"],
      ["bob@example.com", "user"],
      ["admin@example.com", "admin"],
    ]);
    expect(database.db.select().from(demoAccounts).all()).toHaveLength(3);
    expect(hashed).toEqual([DEMO_PASSWORD, DEMO_PASSWORD, DEMO_PASSWORD]);
    expect(database.db.select().from(settings).all()).toEqual(
      rows.map((row) => ({ ...options.settings, userId: row.id, authMode: "jwt" })),
    );
  });

  it("adds nothing and hashes nothing the second time, also after a change of name", async () => {
    await seedDemo(database.db, options);
    database.db.update(users).set({ name: "Alicia" }).run();
    const before = database.db.select().from(users).all();
    hashed.length = 0;
    await seedDemo(database.db, options);
    expect(database.db.select().from(users).all()).toEqual(before);
    expect(hashed).toEqual([]);
  });

  it("adds each account once when two processes seed together", async () => {
    await Promise.all([seedDemo(database.db, options), seedDemo(database.db, options)]);
    expect(database.db.select().from(users).all()).toHaveLength(3);
    expect(database.db.select().from(settings).all()).toHaveLength(3);
  });

  it("leaves a real account with a demo address alone", async () => {
    database.db.insert(users).values(person("alice@example.com")).run();
    await seedDemo(database.db, options);
    expect(database.db.select().from(users).all()).toHaveLength(3);
    expect(removeDemo(database.db)).toBe(2);
    expect(database.db.select().from(users).all()).toMatchObject([{ email: "alice@example.com" }]);
  });
});

describe("removeDemo", () => {
  it("takes the demo accounts away with their settings and sessions, and nobody else", async () => {
    await seedDemo(database.db, options);
    const [alice] = database.db.select().from(users).all();
    database.db.insert(users).values(person("carol@example.com")).run();
    const now = new Date();
    const session = {
      ...{
        id: "s",
        tokenHash: Buffer.alloc(32),
        audience: "app",
        idleTimeoutSeconds: 1,
        ip: "",
        userAgent: "",
      },
      ...{ createdAt: now, authenticatedAt: now, lastSeenAt: now, expiresAt: now, userId: alice?.id ?? "" },
    };
    database.db.insert(sessions).values(session).run();
    expect(removeDemo(database.db)).toBe(3);
    expect(removeDemo(database.db)).toBe(0);
    expect(database.db.select().from(users).all()).toMatchObject([{ email: "carol@example.com" }]);
    expect(database.db.select().from(sessions).all()).toEqual([]);
    expect(database.db.select().from(settings).all()).toEqual([]);
  });
});

function person(email: string) {
  const id = `id of ${email}`;
  return {
    id,
    email,
    name: "C",
    role: "user" as const,
    passwordHash: "x",
    createdAt: new Date(),
  };
}
