import { and, asc, count, eq, gt, isNotNull, isNull, ne, sql } from "drizzle-orm";
import type { OpenDatabase } from "@/db/client";
import { demoAccounts, settings, users } from "@/db/schema";
import type { Principal, Role, UserId } from "@/lib/auth/contract";
import type { Atomically } from "@/lib/auth/parts";
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
  create(account: NewAccount, initial: Settings): Promise<Principal | null>;
  /** As an admin sees it. */
  summary(userId: UserId): AccountSummary | null;
  /** By address, from the one after `after` on. A search looks through all accounts. */
  list(query: AccountListQuery): AccountSummary[];
  /** False when the hash is no longer `oldHash`: somebody else's change came first. */
  replacePassword(userId: UserId, oldHash: string, newHash: string): Promise<boolean>;
  setRole(userId: UserId, role: Role): Promise<void>;
  setDisabled(userId: UserId, disabledAt: Date | null): Promise<void>;
  /** The account, its settings and sign-ins. */
  remove(userId: UserId): Promise<void>;
  /** Every demo account. */
  demoIds(): UserId[];
  /** Admins that could do what this one does: only a real admin stands in for a real one. */
  countOtherAdmins(userId: UserId, account: { demo: boolean }): number;
}

export interface AccountListQuery {
  limit: number;
  /** The last address of the page before. */
  after?: string | undefined;
  /** Part of an address or name, whatever its case. Left out or empty: everybody. */
  search?: string | undefined;
  /** Nobody but demo accounts. */
  demoOnly?: boolean;
}

/** An account as an admin sees it. */
export interface AccountSummary extends Principal {
  disabledAt: Date | null;
  createdAt: Date;
  demo: boolean;
}

export function createAccountStore(db: OpenDatabase["db"], atomically: Atomically): AccountStore {
  const everybody = () => db.select().from(users).leftJoin(demoAccounts, eq(demoAccounts.userId, users.id));
  const byId = everybody()
    .where(eq(users.id, sql.placeholder("id")))
    .prepare();
  const byEmail = everybody()
    .where(eq(users.email, sql.placeholder("email")))
    .prepare();

  const change = (userId: UserId, changes: Partial<typeof users.$inferInsert>) =>
    atomically(async () => void db.update(users).set(changes).where(eq(users.id, userId)).run());

  return {
    find: (userId) => toAccount(byId.get({ id: userId })),
    findByEmail: (email) => toAccount(byEmail.get({ email })),
    create: (account, initial) =>
      atomically(async () => {
        const row = db
          .insert(users)
          .values({ ...account, id: newUserId(), role: "user", createdAt: new Date() })
          .onConflictDoNothing({ target: users.email })
          .returning()
          .get();
        // `get` is undefined when the address was taken, whatever drizzle's type says.
        if (!(row as typeof row | undefined)) return null;
        db.insert(settings).values(toRow(row.id, initial)).run();
        return toPrincipal(row);
      }),
    summary(userId) {
      const row = byId.get({ id: userId });
      return row ? toSummary(row) : null;
    },
    list: ({ limit, after, search, demoOnly }) =>
      everybody()
        .where(
          and(
            after === undefined ? undefined : gt(users.email, after),
            search ? matches(search) : undefined,
            demoOnly ? isNotNull(demoAccounts.userId) : undefined,
          ),
        )
        .orderBy(asc(users.email))
        .limit(limit)
        .all()
        .map(toSummary),
    replacePassword: (userId, oldHash, newHash) =>
      atomically(async () => {
        const unchanged = and(eq(users.id, userId), eq(users.passwordHash, oldHash));
        return db.update(users).set({ passwordHash: newHash }).where(unchanged).run().changes > 0;
      }),
    setRole: (userId, role) => change(userId, { role }),
    setDisabled: (userId, disabledAt) => change(userId, { disabledAt }),
    remove: (userId) => atomically(async () => void db.delete(users).where(eq(users.id, userId)).run()),
    demoIds: () =>
      db
        .select()
        .from(demoAccounts)
        .all()
        .map(({ userId }) => userId as UserId),
    countOtherAdmins: (userId, { demo }) =>
      db
        .select({ admins: count() })
        .from(users)
        .leftJoin(demoAccounts, eq(demoAccounts.userId, users.id))
        .where(
          and(
            ...[eq(users.role, "admin"), isNull(users.disabledAt), ne(users.id, userId)],
            demo ? undefined : isNull(demoAccounts.userId),
          ),
        )
        .get()?.admins ?? 0,
  };
}

/** In any case (of ASCII; addresses have no other). No sign in it means anything else, as it would for LIKE. */
function matches(search: string) {
  const text = search.normalize("NFKC").trim();
  const [address, name] = [text.toLowerCase(), text];
  return sql`(instr(${users.email}, ${address}) > 0 or instr(lower(${users.name}), lower(${name})) > 0)`;
}

interface Row {
  users: typeof users.$inferSelect;
  /** Null for whoever has a real account. */
  demo_accounts: typeof demoAccounts.$inferSelect | null;
}

function toSummary({ users: user, demo_accounts }: Row): AccountSummary {
  const { disabledAt, createdAt } = user;
  return { ...toPrincipal(user), disabledAt, createdAt, demo: demo_accounts !== null };
}

function toAccount(row: Row | undefined): Account | null {
  if (!row) return null;
  const { passwordHash, disabledAt } = row.users;
  const demo = row.demo_accounts !== null;
  return { principal: toPrincipal(row.users), passwordHash, disabled: disabledAt !== null, demo };
}

function toPrincipal({ id, email, name, role }: typeof users.$inferSelect): Principal {
  return { userId: id as UserId, email, name, role };
}
