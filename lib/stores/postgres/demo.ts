import type { DemoStore, FoundDemo } from "@/db/seed";
import { newUserId } from "@/lib/auth/random";
import { type Postgres, type Row, statement } from "@/lib/auth/stores/postgres/database";
import type { FlatSettings } from "../settings";
import { insertSettings } from "./settings";

// The demo accounts in PostgreSQL: made, put right and taken away at a start.

const FIND = statement(
  "demo.find",
  `SELECT u.id, u.role, u.password_hash, d.user_id IS NOT NULL AS demo
   FROM users u LEFT JOIN demo_accounts d ON d.user_id = u.id WHERE u.email = $1`,
);
const ADD = statement(
  "demo.add",
  `INSERT INTO users (id, email, name, role, password_hash, created_at) VALUES ($1, $2, $3, $4, $5, $6)
   ON CONFLICT (email) DO NOTHING`,
);
const MARK = statement("demo.mark", "INSERT INTO demo_accounts (user_id) VALUES ($1)");
const REPAIR = statement(
  "demo.repair",
  "UPDATE users SET name = $2, role = $3, password_hash = $4, disabled_at = NULL WHERE id = $1",
);
const FORGET_VISITORS = statement(
  "demo.forgetVisitors",
  "DELETE FROM audit_events WHERE user_id IN (SELECT user_id FROM demo_accounts WHERE expires_at IS NOT NULL)",
);
const REMOVE = statement("demo.remove", "DELETE FROM users WHERE id IN (SELECT user_id FROM demo_accounts)");
/** As the audit trail has it. Whoever has got the role from a real admin as well loses it too: better than the reverse. */
const TAKE_BACK = statement(
  "demo.takeBack",
  `WITH RECURSIVE given(id) AS (
     SELECT user_id FROM demo_accounts
     UNION
     SELECT event.user_id FROM audit_events event JOIN given ON event.actor_id = given.id
     WHERE event.kind = 'role.changed' AND event.detail::json ->> 'to' = 'admin'
   )
   UPDATE users SET role = 'user' WHERE role = 'admin' AND id IN (SELECT id FROM given)
   AND id NOT IN (SELECT user_id FROM demo_accounts) RETURNING id, email`,
);
/** Every use of a role asks the store, so access tokens that are out need no more than this. */
const END_SESSIONS = statement("demo.endSessions", "DELETE FROM sessions WHERE user_id = ANY($1::text[])");
const END_FAMILIES = statement(
  "demo.endFamilies",
  "UPDATE refresh_families SET revoked_at = $2 WHERE user_id = ANY($1::text[]) AND revoked_at IS NULL",
);

interface FoundRow extends Row, Pick<FoundDemo, "id" | "role" | "demo"> {
  password_hash: string;
}

export function createDemoStore(postgres: Postgres): DemoStore<FlatSettings> {
  const { send, atomically } = postgres;
  async function endSignIns(ids: string[]): Promise<void> {
    await send(END_SESSIONS, [ids]);
    await send(END_FAMILIES, [ids, Date.now()]);
  }

  return {
    async find(email) {
      const [row] = (await send<FoundRow>(FIND, [email])).rows;
      return row ? { id: row.id, role: row.role, demo: row.demo, passwordHash: row.password_hash } : null;
    },
    add: ({ email, name, role }, passwordHash, settings) =>
      atomically(async () => {
        const id = newUserId();
        const added = await send(ADD, [id, email, name, role, passwordHash, Date.now()]);
        if (added.rowCount === 0) return;
        await send(MARK, [id]);
        await insertSettings(postgres, id, settings);
      }),
    repair: (id, { name, role }, { passwordHash, endSignIns: end }) =>
      atomically(async () => {
        if (end) await endSignIns([id]);
        await send(REPAIR, [id, name, role, passwordHash]);
      }),
    remove: () =>
      atomically(async () => {
        const demoted = (await send<{ id: string; email: string }>(TAKE_BACK, [])).rows;
        await endSignIns(demoted.map(({ id }) => id));
        await send(FORGET_VISITORS, []);
        const accounts = (await send(REMOVE, [])).rowCount ?? 0;
        return { accounts, demoted: demoted.map(({ email }) => email) };
      }),
  };
}
