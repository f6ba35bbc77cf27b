// Owns the demo accounts: three people to sign in as when there is nothing to lose. Their password is public,
// so where demos are off they must not exist.

import { randomBytes } from "node:crypto";
import { inArray } from "drizzle-orm";
import type { Drizzle } from "./client";
import { demoAccounts, settings, users } from "./schema";

export const DEMO_PASSWORD = "correct horse battery staple";
export const DEMO_ACCOUNTS = [
  { email: "alice@example.com", name: "Alice", role: "user" },
  { email: "bob@example.com", name: "Bob", role: "user" },
  { email: "admin@example.com", name: "Admin", role: "admin" },
] as const;

export interface SeedOptions {
  hashPassword: (password: string) => Promise<string>;
  /** The mode a new account signs in with. */
  authMode: (typeof settings.$inferInsert)["authMode"];
  /** Every other setting of a new account. */
  settings: Omit<typeof settings.$inferInsert, "userId" | "authMode">;
}

/** Adds the demo accounts that are missing; an account with one of the addresses stays as it is. */
export async function seedDemo(db: Drizzle, options: SeedOptions): Promise<void> {
  for (const account of await missing(db)) {
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
        .values({ ...options.settings, userId: user.id, authMode: options.authMode })
        .run();
    });
  }
}

/** Removes the demo accounts with all they own, sessions included. Returns how many there were. */
export function removeDemo(db: Drizzle): number {
  const demo = db.select({ id: demoAccounts.userId }).from(demoAccounts);
  return db.delete(users).where(inArray(users.id, demo)).run().changes;
}

async function missing(db: Drizzle) {
  const emails = DEMO_ACCOUNTS.map((account) => account.email);
  const rows = await db.select({ email: users.email }).from(users).where(inArray(users.email, emails));
  return DEMO_ACCOUNTS.filter((account) => !rows.some((row) => row.email === account.email));
}
