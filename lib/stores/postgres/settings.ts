import { z } from "zod";
import type { UserId } from "@/lib/auth/contract";
import { MODE_NAMES, SIGNING_ALGS, STRATEGY_NAMES } from "@/lib/auth/names";
import { type Postgres, statement, type Value } from "@/lib/auth/stores/postgres/database";
import { AccountClosedError } from "@/lib/errors/account-closed";
import { type FlatSettings, flatten, merge, type Settings, type SettingsStore } from "../settings";

// Settings in PostgreSQL: a row for each account.

/** Which column each setting is in. */
const COLUMNS = {
  authMode: "auth_mode",
  "jwt.alg": "jwt_alg",
  "jwt.accessTtlSeconds": "access_ttl_seconds",
  "jwt.revocation": "revocation",
  "jwt.refreshIdleSeconds": "refresh_idle_seconds",
  "jwt.refreshAbsoluteSeconds": "refresh_absolute_seconds",
  "session.idleTimeoutSeconds": "session_idle_seconds",
  "session.absoluteTimeoutSeconds": "session_absolute_seconds",
  "session.cacheSeconds": "session_cache_seconds",
  maxSignIns: "max_sign_ins",
} as const satisfies Record<keyof FlatSettings, string>;
const NAMES = Object.keys(COLUMNS) as (keyof FlatSettings)[];
const columns = Object.values(COLUMNS);
const parameters = columns.map((_, index) => `$${index + 2}`);

const READ = statement("settings.read", "SELECT * FROM settings WHERE user_id = $1");
const INSERT = statement(
  "settings.insert",
  `INSERT INTO settings (user_id, ${columns.join(", ")}) VALUES ($1, ${parameters.join(", ")})`,
);
const UPDATE = statement(
  "settings.update",
  `UPDATE settings SET (${columns.join(", ")}) = (${parameters.join(", ")}) WHERE user_id = $1`,
);

export async function insertSettings({ send }: Postgres, userId: string, flat: FlatSettings): Promise<void> {
  await send(INSERT, [userId, ...valuesOf(flat)]);
}

export function createSettingsStore({ send, atomically }: Postgres): SettingsStore {
  async function get(userId: UserId): Promise<Settings> {
    const [row] = (await send(READ, [userId])).rows;
    if (!row) throw new AccountClosedError();
    return toSettings(rowSchema.parse(row));
  }

  return {
    get,
    update: (userId, patch) =>
      atomically(async () => {
        const next = merge(await get(userId), patch);
        await send(UPDATE, [userId, ...valuesOf(flatten(next))]);
        return next;
      }),
  };
}

const valuesOf = (flat: FlatSettings): Value[] => NAMES.map((name) => flat[name]);

const rowSchema = z.object({
  auth_mode: z.enum(MODE_NAMES),
  jwt_alg: z.enum(SIGNING_ALGS),
  access_ttl_seconds: z.number(),
  revocation: z.enum(STRATEGY_NAMES),
  refresh_idle_seconds: z.number(),
  refresh_absolute_seconds: z.number(),
  session_idle_seconds: z.number(),
  session_absolute_seconds: z.number(),
  session_cache_seconds: z.number(),
  max_sign_ins: z.number(),
});

function toSettings(row: z.infer<typeof rowSchema>): Settings {
  return {
    authMode: row.auth_mode,
    maxSignIns: row.max_sign_ins,
    jwt: {
      alg: row.jwt_alg,
      accessTtlSeconds: row.access_ttl_seconds,
      revocation: row.revocation,
      refreshIdleSeconds: row.refresh_idle_seconds,
      refreshAbsoluteSeconds: row.refresh_absolute_seconds,
    },
    session: {
      idleTimeoutSeconds: row.session_idle_seconds,
      absoluteTimeoutSeconds: row.session_absolute_seconds,
      cacheSeconds: row.session_cache_seconds,
    },
  };
}
