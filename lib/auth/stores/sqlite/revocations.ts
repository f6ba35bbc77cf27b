import { and, eq, inArray, lte, sql } from "drizzle-orm";
import { denylist, tokenVersions } from "../../../../db/sqlite/schema";
import type { Atomically, RevocationStore } from "../../parts";
import { attempt, type Database, writerOf } from "./database";

// The denylist and the token versions in SQLite. Both are read in every check of their strategies, so the reads
// skip drizzle's mapping.

/** Statements are prepared at once, so a database without the tables fails here, not at the first request. */
export function createSqliteRevocationStore(db: Database, atomically: Atomically): RevocationStore {
  const plain = (query: { toSQL(): { sql: string } }) => db.$client.prepare(query.toSQL().sql);
  const byKey = plain(
    db
      .select({ expiresAt: denylist.expiresAt })
      .from(denylist)
      .where(eq(denylist.key, sql.placeholder("key"))),
  );
  const byUser = plain(
    db
      .select({ version: tokenVersions.version })
      .from(tokenVersions)
      .where(
        and(
          eq(tokenVersions.userId, sql.placeholder("userId")),
          eq(tokenVersions.audience, sql.placeholder("audience")),
        ),
      ),
  );
  const deny = db
    .insert(denylist)
    .values({ key: sql.placeholder("key"), expiresAt: sql.placeholder("until") })
    .onConflictDoUpdate({
      target: denylist.key,
      set: { expiresAt: sql`max(${denylist.expiresAt}, excluded.expires_at)` },
    })
    .prepare();
  const bump = db
    .insert(tokenVersions)
    .values({ userId: sql.placeholder("userId"), audience: sql.placeholder("audience"), version: 1 })
    .onConflictDoUpdate({
      target: [tokenVersions.userId, tokenVersions.audience],
      set: { version: sql`${tokenVersions.version} + 1` },
    })
    .returning({ version: tokenVersions.version })
    .prepare();
  const forget = db
    .delete(tokenVersions)
    .where(eq(tokenVersions.userId, sql.placeholder("userId")))
    .prepare();
  const removeExpired = db
    .delete(denylist)
    .where(
      inArray(
        denylist.key,
        db
          .select({ key: denylist.key })
          .from(denylist)
          .where(lte(denylist.expiresAt, sql.placeholder("now")))
          .limit(sql.placeholder("limit")),
      ),
    )
    .prepare();

  const write = writerOf(atomically);

  return {
    deny: (keys, until) =>
      write(() => {
        for (const key of keys) deny.run({ key, until });
      }),
    async isDenied(key, now) {
      const row = attempt(() => byKey.get(key)) as { expires_at: number } | undefined;
      return row !== undefined && now.getTime() < row.expires_at;
    },
    async version(userId, audience) {
      const row = attempt(() => byUser.get(userId, audience)) as { version: number } | undefined;
      return row?.version ?? 0;
    },
    bumpVersion: (userId, audience) => write(() => bump.get({ userId, audience }).version),
    forgetVersions: (userId) => write(() => void forget.run({ userId })),
    deleteExpired: (now, limit) => write(() => removeExpired.run({ now: now.getTime(), limit }).changes),
  };
}
