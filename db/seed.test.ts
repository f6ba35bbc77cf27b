import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type OpenDatabase, openDatabase } from "./client";
import { migrateDatabase } from "./migrate";
import { auditEvents, demoAccounts, sessions, settings, users } from "./schema";
import { DEMO_PASSWORD, removeDemo, seedDemo } from "./seed";

let folder: string;
let database: OpenDatabase;
const hashed: string[] = [];
const options = {
  hashPassword: async (password: string) => {
    hashed.push(password);
    return `hash ${hashed.length} of ${password}`;
  },
  async verifyPassword(hash: string, password: string) {
    if (!hash.startsWith("hash")) throw new Error("This is no hash.");
    return hash.endsWith(` of ${password}`);
  },
  settings: {
    authMode: "jwt" as const,
    "jwt.alg": "ES256" as const,
    "jwt.accessTtlSeconds": 900,
    "jwt.revocation": "expiry-only" as const,
    "jwt.refreshIdleSeconds": 1,
    "jwt.refreshAbsoluteSeconds": 2,
    "session.idleTimeoutSeconds": 3,
    "session.absoluteTimeoutSeconds": 4,
    "session.cacheSeconds": 5,
    maxSignIns: 50,
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
      rows.map((row) => ({ ...options.settings, userId: row.id })),
    );
  });

  it("changes nothing and hashes nothing the second time, settings and sign-ins included", async () => {
    await seedDemo(database.db, options);
    database.db.update(settings).set({ authMode: "session", "jwt.accessTtlSeconds": 2 }).run();
    signIn(idOf("alice@example.com"));
    const before = database.db.select().from(users).all();
    hashed.length = 0;
    await seedDemo(database.db, options);
    expect(database.db.select().from(users).all()).toEqual(before);
    expect(database.db.select().from(settings).all()).toMatchObject(
      Array(3).fill({ authMode: "session", "jwt.accessTtlSeconds": 2 }),
    );
    expect(database.db.select().from(sessions).all()).toHaveLength(1);
    expect(hashed).toEqual([]);
  });

  it.each([
    { disabledAt: new Date() },
    { role: "admin" as const },
    { name: "<script>" },
    { passwordHash: "hash 9 of somebody else's" },
    { passwordHash: "x" },
  ])("puts right what visitors made of a demo account: %j", async (change) => {
    await seedDemo(database.db, options);
    const alice = idOf("alice@example.com");
    signIn(alice);
    database.db.update(users).set(change).where(eq(users.id, alice)).run();
    await seedDemo(database.db, options);
    const [repaired] = database.db.select().from(users).where(eq(users.id, alice)).all();
    expect(repaired).toMatchObject({ name: "Alice", role: "user", disabledAt: null });
    expect(await options.verifyPassword(repaired?.passwordHash ?? "", DEMO_PASSWORD)).toBe(true);
    // Sign-ins of another role or password end with it.
    const ends = "role" in change || "passwordHash" in change;
    expect(database.db.select().from(sessions).all()).toHaveLength(ends ? 0 : 1);
    expect(database.db.select().from(demoAccounts).all()).toHaveLength(3);
  });

  it("makes the demo admin one again, and a demo account that was deleted", async () => {
    await seedDemo(database.db, options);
    database.db.update(users).set({ role: "user" }).run();
    database.db.delete(users).where(eq(users.email, "bob@example.com")).run();
    await seedDemo(database.db, options);
    const rows = database.db.select().from(users).all();
    expect(rows.map(({ email, role }) => `${email} ${role}`).sort()).toEqual([
      ...["admin@example.com admin", "alice@example.com user", "bob@example.com user"],
    ]);
  });

  it("adds each account once when two processes seed together", async () => {
    await Promise.all([seedDemo(database.db, options), seedDemo(database.db, options)]);
    expect(database.db.select().from(users).all()).toHaveLength(3);
    expect(database.db.select().from(settings).all()).toHaveLength(3);
  });

  it("leaves a real account with a demo address alone", async () => {
    const real = { ...person("alice@example.com"), disabledAt: new Date() };
    database.db.insert(users).values(real).run();
    await seedDemo(database.db, options);
    expect(database.db.select().from(users).all()).toHaveLength(3);
    expect(removeDemo(database.db)).toEqual({ accounts: 2, demoted: [] });
    expect(database.db.select().from(users).all()).toEqual([real]);
  });
});

describe("removeDemo", () => {
  it("takes the demo accounts away with their settings and sessions, and nobody else", async () => {
    await seedDemo(database.db, options);
    database.db.insert(users).values(person("carol@example.com")).run();
    signIn(idOf("alice@example.com"));
    expect(removeDemo(database.db)).toEqual({ accounts: 3, demoted: [] });
    expect(removeDemo(database.db)).toEqual({ accounts: 0, demoted: [] });
    expect(database.db.select().from(users).all()).toMatchObject([{ email: "carol@example.com" }]);
    expect(database.db.select().from(sessions).all()).toEqual([]);
    expect(database.db.select().from(settings).all()).toEqual([]);
  });

  it("takes visitors away, and what is on record of them, and of nobody else", async () => {
    await seedDemo(database.db, options);
    const visitor = person("alice-1@example.com");
    database.db.insert(users).values(visitor).run();
    database.db.insert(demoAccounts).values({ userId: visitor.id, expiresAt: new Date() }).run();
    const alice = idOf("alice@example.com");
    const event = { at: new Date(), kind: "sign-in", ip: "10.0.0.1", userAgent: "", detail: "{}" };
    for (const userId of [visitor.id, alice])
      database.db
        .insert(auditEvents)
        .values({ ...event, userId })
        .run();
    expect(removeDemo(database.db)).toEqual({ accounts: 4, demoted: [] });
    expect(database.db.select().from(auditEvents).all()).toMatchObject([{ userId: alice }]);
  });

  it("takes back the role of an admin that a demo admin gave, and what was given on; no other", async () => {
    await seedDemo(database.db, options);
    for (const name of ["mallory", "eve", "carol", "dave"])
      database.db
        .insert(users)
        .values({ ...person(`${name}@example.com`), role: "admin" })
        .run();
    const given = (by: string, to: string, role = "admin") =>
      database.db
        .insert(auditEvents)
        .values(roleChanged(idOf(by), idOf(to), role))
        .run();
    given("admin@example.com", "mallory@example.com");
    given("mallory@example.com", "eve@example.com");
    given("admin@example.com", "carol@example.com", "user");
    given("carol@example.com", "dave@example.com");
    signIn(idOf("eve@example.com"));
    expect(removeDemo(database.db).demoted.sort()).toEqual(["eve@example.com", "mallory@example.com"]);
    const admins = database.db.select().from(users).where(eq(users.role, "admin")).all();
    expect(admins.map(({ email }) => email)).toEqual(["carol@example.com", "dave@example.com"]);
    expect(database.db.select().from(sessions).all()).toEqual([]);
    expect(removeDemo(database.db).demoted).toEqual([]);
  });
});

function person(email: string) {
  const id = `id of ${email}`;
  const fixed = { name: "C", role: "user" as const, passwordHash: "x", disabledAt: null };
  return { id, email, ...fixed, createdAt: new Date() };
}

function idOf(email: string): string {
  return database.db.select().from(users).where(eq(users.email, email)).get()?.id ?? "";
}

function roleChanged(actorId: string, userId: string, to: string) {
  const client = { ip: "", userAgent: "" };
  return { at: new Date(), kind: "role.changed", userId, actorId, ...client, detail: JSON.stringify({ to }) };
}

function signIn(userId: string): void {
  const now = new Date();
  const times = { createdAt: now, authenticatedAt: now, lastSeenAt: now, expiresAt: now };
  const session = { id: "s", tokenHash: Buffer.alloc(32), audience: "app", idleTimeoutSeconds: 1 };
  database.db
    .insert(sessions)
    .values({ ...session, ...times, userId, ip: "", userAgent: "" })
    .run();
}
