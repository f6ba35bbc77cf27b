import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { OpenDatabase } from "@/db/sqlite/client";
import { settings } from "@/db/sqlite/schema";
import type { UserId } from "@/lib/auth/contract";
import { STRATEGY_NAMES } from "@/lib/auth/names";
import type { Atomically } from "@/lib/auth/parts";
import { attempt } from "@/lib/auth/stores/sqlite/database";
import { AccountClosedError } from "@/lib/errors/account-closed";
import { flatten, merge, type Settings, type SettingsStore } from "../settings";

// Settings in SQLite: a row for each account, its columns named as the settings are.

const strategyName = z.enum(STRATEGY_NAMES);

export function createSettingsStore(db: OpenDatabase["db"], atomically: Atomically): SettingsStore {
  const byUser = db
    .select()
    .from(settings)
    .where(eq(settings.userId, sql.placeholder("userId")))
    .prepare();

  async function get(userId: UserId): Promise<Settings> {
    const row = attempt(() => byUser.get({ userId }));
    if (!row) throw new AccountClosedError();
    return toSettings(row);
  }

  return {
    get,
    update: (userId, patch) =>
      atomically(async () => {
        const next = merge(await get(userId), patch);
        attempt(() => db.update(settings).set(flatten(next)).where(eq(settings.userId, userId)).run());
        return next;
      }),
  };
}

function toSettings(row: typeof settings.$inferSelect): Settings {
  return {
    authMode: row.authMode,
    maxSignIns: row.maxSignIns,
    jwt: {
      alg: row["jwt.alg"],
      accessTtlSeconds: row["jwt.accessTtlSeconds"],
      revocation: strategyName.parse(row["jwt.revocation"]),
      refreshIdleSeconds: row["jwt.refreshIdleSeconds"],
      refreshAbsoluteSeconds: row["jwt.refreshAbsoluteSeconds"],
    },
    session: {
      idleTimeoutSeconds: row["session.idleTimeoutSeconds"],
      absoluteTimeoutSeconds: row["session.absoluteTimeoutSeconds"],
      cacheSeconds: row["session.cacheSeconds"],
    },
  };
}
