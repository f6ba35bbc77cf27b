import { and, eq, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import type { DemoStore } from "@/db/seed";
import type { OpenDatabase } from "@/db/sqlite/client";
import {
  auditEvents,
  demoAccounts,
  refreshFamilies,
  sessions,
  settings as settingsTable,
  users,
} from "@/db/sqlite/schema";
import type { Atomically } from "@/lib/auth/parts";
import { newUserId } from "@/lib/auth/random";
import { attempt, writerOf } from "@/lib/auth/stores/sqlite/database";
import type { FlatSettings } from "../settings";

// The demo accounts in SQLite: made, put right and taken away at a start.

export function createDemoStore(db: OpenDatabase["db"], atomically: Atomically): DemoStore<FlatSettings> {
  const write = writerOf(atomically);

  return {
    async find(email) {
      const query = db.select().from(users).leftJoin(demoAccounts, eq(demoAccounts.userId, users.id));
      const row = attempt(() => query.where(eq(users.email, email)).get());
      return row ? { ...row.users, demo: row.demo_accounts !== null } : null;
    },
    add: (account, passwordHash, settings) =>
      write(() => {
        const user = { ...account, id: newUserId(), passwordHash, createdAt: new Date() };
        const added = db.insert(users).values(user).onConflictDoNothing({ target: users.email }).run();
        if (added.changes === 0) return;
        db.insert(demoAccounts).values({ userId: user.id }).run();
        db.insert(settingsTable)
          .values({ ...settings, userId: user.id })
          .run();
      }),
    repair: (id, account, { passwordHash, endSignIns: end }) =>
      write(() => {
        if (end) endSignIns(db, [id]);
        const whole = { ...account, passwordHash, disabledAt: null };
        db.update(users).set(whole).where(eq(users.id, id)).run();
      }),
    remove: () =>
      write(() => {
        const demoted = takeBackRoles(db);
        const demo = db.select({ id: demoAccounts.userId }).from(demoAccounts);
        const visitors = db
          .select({ id: demoAccounts.userId })
          .from(demoAccounts)
          .where(isNotNull(demoAccounts.expiresAt));
        db.delete(auditEvents).where(inArray(auditEvents.userId, visitors)).run();
        return { accounts: db.delete(users).where(inArray(users.id, demo)).run().changes, demoted };
      }),
  };
}

/** As the audit trail has it. Whoever has got the role from a real admin as well loses it too: better than the reverse. */
function takeBackRoles(db: OpenDatabase["db"]): string[] {
  const given = db
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
  db.update(users).set({ role: "user" }).where(inArray(users.id, ids)).run();
  endSignIns(db, ids);
  return given.map(({ email }) => email);
}

/** Every use of a role asks the store, so access tokens that are out need no more than this. */
function endSignIns(db: OpenDatabase["db"], ids: string[]): void {
  db.delete(sessions).where(inArray(sessions.userId, ids)).run();
  db.update(refreshFamilies)
    .set({ revokedAt: new Date() })
    .where(and(inArray(refreshFamilies.userId, ids), isNull(refreshFamilies.revokedAt)))
    .run();
}
