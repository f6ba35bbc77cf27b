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
  /** By the normalized address. */
  findByEmail(email: string): Account | null;
  /** Creates the account and its settings in one transaction; null when the address is taken. */
  create(account: NewAccount, initial: Settings): Principal | null;
}

export function createAccountStore(db: OpenDatabase["db"]): AccountStore {
  const byEmail = db
    .select()
    .from(users)
    .where(eq(users.email, sql.placeholder("email")))
    .prepare();

  return {
    findByEmail(email) {
      const row = byEmail.get({ email });
      return row
        ? {
            principal: toPrincipal(row),
            passwordHash: row.passwordHash,
            disabled: row.disabledAt !== null,
            demo: row.demo,
          }
        : null;
    },
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

function toPrincipal({ id, email, name, role }: typeof users.$inferSelect): Principal {
  return { userId: id as UserId, email, name, role };
}
