import type { Principal, Role, UserId } from "@/lib/auth/contract";
import { newUserId } from "@/lib/auth/random";
import { type Postgres, type Row, statement } from "@/lib/auth/stores/postgres/database";
import { toDate } from "@/lib/auth/stores/postgres/sign-ins";
import type { Account, AccountStore, AccountSummary } from "../accounts";
import { flatten } from "../settings";
import { insertSettings } from "./settings";

// Accounts in PostgreSQL.

const EVERYBODY = `SELECT u.*, d.user_id IS NOT NULL AS demo, d.expires_at
  FROM users u LEFT JOIN demo_accounts d ON d.user_id = u.id`;

const BY_ID = statement("accounts.byId", `${EVERYBODY} WHERE u.id = $1`);
const BY_EMAIL = statement("accounts.byEmail", `${EVERYBODY} WHERE u.email = $1`);
const CREATE = statement(
  "accounts.create",
  `INSERT INTO users (id, email, name, role, password_hash, created_at) VALUES ($1, $2, $3, 'user', $4, $5)
   ON CONFLICT (email) DO NOTHING`,
);
const MAKE_DEMO = statement(
  "accounts.makeDemo",
  "INSERT INTO demo_accounts (user_id, expires_at) VALUES ($1, $2)",
);
/** A search compares in any case (of ASCII), and no sign in it means anything else, as it would for LIKE. */
const LIST = statement(
  "accounts.list",
  `${EVERYBODY} WHERE ($1::text IS NULL OR u.email > $1)
   AND ($2 = '' OR strpos(u.email, lower($2 COLLATE "C")) > 0
     OR strpos(lower(u.name COLLATE "C"), lower($2 COLLATE "C")) > 0)
   AND ($3 = 0 OR (d.user_id IS NOT NULL AND d.expires_at IS NULL))
   ORDER BY u.email LIMIT $4`,
);
const REPLACE_PASSWORD = statement(
  "accounts.replacePassword",
  "UPDATE users SET password_hash = $3 WHERE id = $1 AND password_hash = $2",
);
const SET_ROLE = statement("accounts.setRole", "UPDATE users SET role = $2 WHERE id = $1");
const SET_DISABLED = statement("accounts.setDisabled", "UPDATE users SET disabled_at = $2 WHERE id = $1");
const REMOVE = statement("accounts.remove", "DELETE FROM users WHERE id = $1");
const DEMO_IDS = statement("accounts.demoIds", "SELECT user_id FROM demo_accounts WHERE expires_at IS NULL");
const COUNT_VISITORS = statement(
  "accounts.countVisitors",
  "SELECT count(expires_at) AS count FROM demo_accounts",
);
const EXPIRED_VISITORS = statement(
  "accounts.expiredVisitors",
  "SELECT user_id FROM demo_accounts WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2",
);
const OTHER_ADMINS = statement(
  "accounts.otherAdmins",
  `SELECT count(*) AS count FROM users u LEFT JOIN demo_accounts d ON d.user_id = u.id
   WHERE u.role = 'admin' AND u.disabled_at IS NULL AND u.id <> $1 AND ($2 = 1 OR d.user_id IS NULL)`,
);

interface UserRow extends Row {
  id: UserId;
  email: string;
  name: string;
  role: Role;
  password_hash: string;
  disabled_at: number | null;
  created_at: number;
  demo: boolean;
  expires_at: number | null;
}

export function createAccountStore(postgres: Postgres): AccountStore {
  const { send, atomically } = postgres;
  const read = async (userId: UserId) => (await send<UserRow>(BY_ID, [userId])).rows[0];
  const counted = async (...asked: Parameters<typeof send>) =>
    Number((await send<{ count: number }>(...asked)).rows[0]?.count ?? 0);
  const idsOf = async (...asked: Parameters<typeof send>) =>
    (await send<{ user_id: UserId }>(...asked)).rows.map(({ user_id }) => user_id);

  return {
    async find(userId) {
      return toAccount(await read(userId));
    },
    async findByEmail(email) {
      return toAccount((await send<UserRow>(BY_EMAIL, [email])).rows[0]);
    },
    create: ({ email, name, passwordHash, expiresAt }, initial) =>
      atomically(async () => {
        const userId = newUserId();
        const added = await send(CREATE, [userId, email, name, passwordHash, Date.now()]);
        if (added.rowCount === 0) return null;
        await insertSettings(postgres, userId, flatten(initial));
        if (expiresAt) await send(MAKE_DEMO, [userId, expiresAt.getTime()]);
        return { userId, email, name, role: "user" };
      }),
    async summary(userId) {
      const row = await read(userId);
      return row ? toSummary(row) : null;
    },
    async list({ limit, after, search, demoOnly }) {
      const text = search?.normalize("NFKC").trim() ?? "";
      const { rows } = await send<UserRow>(LIST, [after ?? null, text, demoOnly ? 1 : 0, limit]);
      return rows.map(toSummary);
    },
    async replacePassword(userId, oldHash, newHash) {
      return (await send(REPLACE_PASSWORD, [userId, oldHash, newHash])).rowCount === 1;
    },
    async setRole(userId, role) {
      await send(SET_ROLE, [userId, role]);
    },
    async setDisabled(userId, disabledAt) {
      await send(SET_DISABLED, [userId, disabledAt?.getTime() ?? null]);
    },
    async remove(userId) {
      await send(REMOVE, [userId]);
    },
    demoIds: () => idsOf(DEMO_IDS, []),
    countVisitors: () => counted(COUNT_VISITORS, []),
    expiredVisitors: (now, limit) => idsOf(EXPIRED_VISITORS, [now.getTime(), limit]),
    countOtherAdmins: (userId, { demo }) => counted(OTHER_ADMINS, [userId, demo ? 1 : 0]),
  };
}

function toPrincipal({ id: userId, email, name, role }: UserRow): Principal {
  return { userId, email, name, role };
}

const demoFacts = ({ demo, expires_at }: UserRow) => ({ demo, expiresAt: toDate(expires_at) });

function toAccount(row: UserRow | undefined): Account | null {
  if (!row) return null;
  const disabled = row.disabled_at !== null;
  return { principal: toPrincipal(row), passwordHash: row.password_hash, disabled, ...demoFacts(row) };
}

function toSummary(row: UserRow): AccountSummary {
  const [disabledAt, createdAt] = [toDate(row.disabled_at), new Date(row.created_at)];
  return { ...toPrincipal(row), disabledAt, createdAt, ...demoFacts(row) };
}
