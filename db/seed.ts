// Owns the demo accounts: three people to sign in as when there is nothing to lose. Their password is public,
// so where demos are off they must not exist, nor anything they gave.

import { randomBytes } from "node:crypto";
import { and, eq, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import type { Drizzle } from "./client";
import { auditEvents, demoAccounts, refreshFamilies, sessions, settings, users } from "./schema";

export const DEMO_PASSWORD = "correct horse battery staple";
export const DEMO_ACCOUNTS = [
  { email: "alice@example.com", name: "Alice", role: "user" },
  { email: "bob@example.com", name: "Bob", role: "user" },
  { email: "admin@example.com", name: "Admin", role: "admin" },
] as const;

export interface SeedOptions {
  hashPassword: (password: string) => Promise<string>;
  verifyPassword: (hash: string, password: string) => Promise<boolean>;
  /** Of a new account. */
  settings: Omit<typeof settings.$inferInsert, "userId">;
}

type DemoAccount = (typeof DEMO_ACCOUNTS)[number];
type User = typeof users.$inferSelect;

/**
 * Adds the demo accounts that are missing and puts right what visitors made of the others: name, role and password are
 * as above, and nobody is disabled. A real account with one of the addresses stays as it is.
 */
export async function seedDemo(db: Drizzle, options: SeedOptions): Promise<void> {
  for (const account of DEMO_ACCOUNTS) {
    const found = db
      .select()
      .from(users)
      .leftJoin(demoAccounts, eq(demoAccounts.userId, users.id))
      .where(eq(users.email, account.email))
      .get();
    if (!found) await add(db, account, options);
    else if (found.demo_accounts) await repair(db, found.users, account, options);
  }
}

async function add(db: Drizzle, account: DemoAccount, options: SeedOptions): Promise<void> {
  const user = {
    ...account,
    id: randomBytes(16).toString("base64url"),
    passwordHash: await options.hashPassword(DEMO_PASSWORD),
    createdAt: new Date(),
  };
  db.transaction((tx) => {
    // Another process that seeds at the same time may have been first.
    const added = tx.insert(users).values(user).onConflictDoNothing({ target: users.email }).run();
    if (added.changes === 0) return;
    tx.insert(demoAccounts).values({ userId: user.id }).run();
    tx.insert(settings)
      .values({ ...options.settings, userId: user.id })
      .run();
  });
}

async function repair(db: Drizzle, user: User, account: DemoAccount, options: SeedOptions): Promise<void> {
  const { hashPassword, verifyPassword } = options;
  // What is no hash at all is no right one either.
  const isRight = await verifyPassword(user.passwordHash, DEMO_PASSWORD).catch(() => false);
  const passwordHash = isRight ? user.passwordHash : await hashPassword(DEMO_PASSWORD);
  db.transaction((tx) => {
    if (!isRight || user.role !== account.role) endSignIns(tx, [user.id]);
    tx.update(users)
      .set({ ...account, passwordHash, disabledAt: null })
      .where(eq(users.id, user.id))
      .run();
  });
}

export interface Removed {
  /** How many demo accounts there were. */
  accounts: number;
  /** Addresses of the people who are no admins any more. */
  demoted: string[];
}

/**
 * Removes the demo accounts with all they own, sessions included, and what is on record of visitors. Roles that a demo admin gave end with them, and those
 * that were given on: before demo admins were kept to demo accounts they could make anybody an admin.
 */
export function removeDemo(db: Drizzle): Removed {
  return db.transaction((tx) => {
    const demoted = takeBackRoles(tx);
    const demo = tx.select({ id: demoAccounts.userId }).from(demoAccounts);
    const visitors = tx
      .select({ id: demoAccounts.userId })
      .from(demoAccounts)
      .where(isNotNull(demoAccounts.expiresAt));
    tx.delete(auditEvents).where(inArray(auditEvents.userId, visitors)).run();
    return { accounts: tx.delete(users).where(inArray(users.id, demo)).run().changes, demoted };
  });
}

type Transaction = Parameters<Parameters<Drizzle["transaction"]>[0]>[0];

/** As the audit trail has it. Whoever has got the role from a real admin as well loses it too: better than the reverse. */
function takeBackRoles(tx: Transaction): string[] {
  const given = tx
    .select({ id: users.id, email: users.email })
    .from(users)
    .where(
      and(
        eq(users.role, "admin"),
        sql`${users.id} NOT IN (SELECT user_id FROM demo_accounts)`,
        sql`${users.id} IN (
          WITH RECURSIVE given(id) AS (
            SELECT user_id FROM demo_accounts
            UNION
            SELECT event.user_id FROM audit_events event JOIN given ON event.actor_id = given.id
            WHERE event.kind = 'role.changed' AND json_extract(event.detail, '$.to') = 'admin'
          )
          SELECT id FROM given)`,
      ),
    )
    .all();
  const ids = given.map(({ id }) => id);
  tx.update(users).set({ role: "user" }).where(inArray(users.id, ids)).run();
  endSignIns(tx, ids);
  return given.map(({ email }) => email);
}

/** Every use of a role asks the store, so access tokens that are out need no more than this. */
function endSignIns(tx: Transaction, ids: string[]): void {
  tx.delete(sessions).where(inArray(sessions.userId, ids)).run();
  tx.update(refreshFamilies)
    .set({ revokedAt: new Date() })
    .where(and(inArray(refreshFamilies.userId, ids), isNull(refreshFamilies.revokedAt)))
    .run();
}
