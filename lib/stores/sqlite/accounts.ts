import { and, asc, count, eq, gt, isNotNull, isNull, lte, ne, sql } from "drizzle-orm";
import type { OpenDatabase } from "@/db/sqlite/client";
import { demoAccounts, settings, users } from "@/db/sqlite/schema";
import type { Principal, UserId } from "@/lib/auth/contract";
import type { Atomically } from "@/lib/auth/parts";
import { newUserId } from "@/lib/auth/random";
import { attempt, writerOf } from "@/lib/auth/stores/sqlite/database";
import type { Account, AccountStore, AccountSummary } from "../accounts";
import { flatten } from "../settings";

// Accounts in SQLite.

export function createAccountStore(db: OpenDatabase["db"], atomically: Atomically): AccountStore {
  const everybody = () => db.select().from(users).leftJoin(demoAccounts, eq(demoAccounts.userId, users.id));
  const byId = everybody()
    .where(eq(users.id, sql.placeholder("id")))
    .prepare();
  const byEmail = everybody()
    .where(eq(users.email, sql.placeholder("email")))
    .prepare();

  const write = writerOf(atomically);
  const change = (userId: UserId, changes: Partial<typeof users.$inferInsert>) =>
    write(() => void db.update(users).set(changes).where(eq(users.id, userId)).run());
  async function read(userId: UserId): Promise<Row | null> {
    return attempt(() => byId.get({ id: userId })) ?? null;
  }

  return {
    async find(userId) {
      return toAccount(await read(userId));
    },
    async findByEmail(email) {
      return toAccount(attempt(() => byEmail.get({ email })) ?? null);
    },
    create: ({ expiresAt, ...account }, initial) =>
      write(() => {
        const row = db
          .insert(users)
          .values({ ...account, id: newUserId(), role: "user", createdAt: new Date() })
          .onConflictDoNothing({ target: users.email })
          .returning()
          .get();
        // `get` is undefined when the address was taken, whatever drizzle's type says.
        if (!(row as typeof row | undefined)) return null;
        db.insert(settings)
          .values({ ...flatten(initial), userId: row.id })
          .run();
        if (expiresAt) db.insert(demoAccounts).values({ userId: row.id, expiresAt }).run();
        return toPrincipal(row);
      }),
    async summary(userId) {
      const row = await read(userId);
      return row && toSummary(row);
    },
    async list({ limit, after, search, demoOnly }) {
      const wanted = and(
        after === undefined ? undefined : gt(users.email, after),
        search ? matches(search) : undefined,
        demoOnly ? isEverybodys : undefined,
      );
      const query = everybody().where(wanted).orderBy(asc(users.email)).limit(limit);
      return attempt(() => query.all()).map(toSummary);
    },
    replacePassword: (userId, oldHash, newHash) =>
      write(() => {
        const unchanged = and(eq(users.id, userId), eq(users.passwordHash, oldHash));
        return db.update(users).set({ passwordHash: newHash }).where(unchanged).run().changes > 0;
      }),
    setRole: (userId, role) => change(userId, { role }),
    setDisabled: (userId, disabledAt) => change(userId, { disabledAt }),
    remove: (userId) => write(() => void db.delete(users).where(eq(users.id, userId)).run()),
    async demoIds() {
      const rows = attempt(() => db.select().from(demoAccounts).where(isNull(demoAccounts.expiresAt)).all());
      return rows.map(({ userId }) => userId as UserId);
    },
    async countVisitors() {
      const query = db.select({ visitors: count(demoAccounts.expiresAt) }).from(demoAccounts);
      return attempt(() => query.get())?.visitors ?? 0;
    },
    async expiredVisitors(now, limit) {
      const query = db
        .select()
        .from(demoAccounts)
        .where(lte(demoAccounts.expiresAt, now))
        .orderBy(asc(demoAccounts.expiresAt))
        .limit(limit);
      return attempt(() => query.all()).map(({ userId }) => userId as UserId);
    },
    async countOtherAdmins(userId, { demo }) {
      const others = and(
        eq(users.role, "admin"),
        isNull(users.disabledAt),
        ne(users.id, userId),
        demo ? undefined : isNull(demoAccounts.userId),
      );
      const query = db
        .select({ admins: count() })
        .from(users)
        .leftJoin(demoAccounts, eq(demoAccounts.userId, users.id))
        .where(others);
      return attempt(() => query.get())?.admins ?? 0;
    },
  };
}

const isEverybodys = and(isNotNull(demoAccounts.userId), isNull(demoAccounts.expiresAt));

/** In any case (of ASCII; addresses have no other). No sign in it means anything else, as it would for LIKE. */
function matches(search: string) {
  const text = search.normalize("NFKC").trim();
  return sql`(instr(${users.email}, ${text.toLowerCase()}) > 0 or instr(lower(${users.name}), lower(${text})) > 0)`;
}

interface Row {
  users: typeof users.$inferSelect;
  /** Null for whoever has a real account. */
  demo_accounts: typeof demoAccounts.$inferSelect | null;
}

function toSummary({ users: user, demo_accounts }: Row): AccountSummary {
  const { disabledAt, createdAt } = user;
  return { ...toPrincipal(user), disabledAt, createdAt, ...demoFacts(demo_accounts) };
}

function toAccount(row: Row | null): Account | null {
  if (!row) return null;
  const { passwordHash, disabledAt } = row.users;
  const principal = toPrincipal(row.users);
  return { principal, passwordHash, disabled: disabledAt !== null, ...demoFacts(row.demo_accounts) };
}

function demoFacts(demo: Row["demo_accounts"]): Pick<Account, "demo" | "expiresAt"> {
  return { demo: demo !== null, expiresAt: demo?.expiresAt ?? null };
}

function toPrincipal({ id, email, name, role }: typeof users.$inferSelect): Principal {
  return { userId: id as UserId, email, name, role };
}
