import { eq, sql } from "drizzle-orm";
import type { OpenDatabase } from "@/db/client";
import { settings, users } from "@/db/schema";
import type { Principal, UserId } from "@/lib/auth/contract";
import { newUserId } from "@/lib/auth/random";
import { type Settings, toRow } from "@/lib/settings/settings-store";

// Accounts in the database.

export interface Account {
  principal: Principal;
  passwordHash: string;
  disabled: boolean;
  /** Seeded for demonstrations. */
  demo: boolean;
}

export interface NewAccount {
  email: string;
  name: string;
  passwordHash: string;
}

export interface AccountStore {
  find(userId: UserId): Account | null;
  /** By the normalized address. */
  findByEmail(email: string): Account | null;
  /** Creates the account and its settings in one transaction; null when the address is taken. */
  create(account: NewAccount, initial: Settings): Principal | null;
}

export function createAccountStore(db: OpenDatabase["db"]): AccountStore {
  const byId = db
    .select()
    .from(users)
    .where(eq(users.id, sql.placeholder("id")))
    .prepare();
  const byEmail = db
    .select()
    .from(users)
    .where(eq(users.email, sql.placeholder("email")))
    .prepare();

  return {
    find: (userId) => toAccount(byId.get({ id: userId })),
    findByEmail: (email) => toAccount(byEmail.get({ email })),
    create(account, initial) {
      return db.transaction((tx) => {
        const row = tx
          .insert(users)
          .values({ ...account, id: newUserId(), role: "user", createdAt: new Date(), demo: false })
          .onConflictDoNothing({ target: users.email })
          .returning()
          .get();
        // `get` is undefined when the address was taken, whatever drizzle's type says.
        if (!(row as typeof row | undefined)) return null;
        tx.insert(settings).values(toRow(row.id, initial)).run();
        return toPrincipal(row);
      });
    },
  };
}

function toAccount(row: typeof users.$inferSelect | undefined): Account | null {
  if (!row) return null;
  const { passwordHash, demo } = row;
  return { principal: toPrincipal(row), passwordHash, disabled: row.disabledAt !== null, demo };
}

function toPrincipal({ id, email, name, role }: typeof users.$inferSelect): Principal {
  return { userId: id as UserId, email, name, role };
}
