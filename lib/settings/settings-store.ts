import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { OpenDatabase } from "@/db/client";
import { settings } from "@/db/schema";
import { AccountClosedError } from "@/lib/accounts/account-closed-error";
import type { IssuePolicy, ModeName, UserId } from "@/lib/auth/contract";
import { MODE_NAMES } from "@/lib/auth/create-auth";
import type { Atomically } from "@/lib/auth/parts";
import { BOUNDS, DEFAULT_SETTINGS, SIGNING_ALGS, STRATEGY_NAMES } from "@/lib/auth/policy";

// How an account signs in: its mode, algorithm and lifetimes. A change applies to what is issued from then
// on; what is already out there keeps the terms it was issued with.

const seconds = ({ min, max }: { min: number; max: number }) =>
  z
    .number("Please enter a number of seconds.")
    .int("Please enter whole seconds.")
    .min(min, `At least ${min} seconds.`)
    .max(max, `At most ${max.toLocaleString("en-US")} seconds.`);
/** The same from a text field, where an empty one is no zero. */
const secondsField = (bounds: { min: number; max: number }) =>
  z.string().trim().regex(/^\d+$/, "Please enter whole seconds.").transform(Number).pipe(seconds(bounds));

/** A change to the settings; what is left out stays. Unknown members are ignored. */
export const settingsPatchSchema = z.object({
  authMode: z.enum(MODE_NAMES).optional(),
  jwt: z
    .object({
      alg: z.enum(SIGNING_ALGS).optional(),
      accessTtlSeconds: seconds(BOUNDS.accessTtlSeconds).optional(),
      revocation: z.enum(STRATEGY_NAMES).optional(),
      refreshIdleSeconds: seconds(BOUNDS.idleTimeoutSeconds).optional(),
      refreshAbsoluteSeconds: seconds(BOUNDS.absoluteTimeoutSeconds).optional(),
    })
    .optional(),
  session: z
    .object({
      idleTimeoutSeconds: seconds(BOUNDS.idleTimeoutSeconds).optional(),
      absoluteTimeoutSeconds: seconds(BOUNDS.absoluteTimeoutSeconds).optional(),
      cacheSeconds: seconds(BOUNDS.cacheSeconds).optional(),
    })
    .optional(),
  maxSignIns: z
    .int("Please enter a whole number.")
    .min(BOUNDS.maxSignIns.min, `At least ${BOUNDS.maxSignIns.min}.`)
    .max(BOUNDS.maxSignIns.max, `At most ${BOUNDS.maxSignIns.max.toLocaleString("en-US")}.`)
    .optional(),
});
export type SettingsPatch = z.infer<typeof settingsPatchSchema>;

/** The settings form: the same bounds, from text fields. */
export const settingsFormSchema = z.object({
  authMode: z.enum(MODE_NAMES, "Please choose a mode."),
  jwtAlg: z.enum(SIGNING_ALGS, "Please choose an algorithm."),
  accessTtlSeconds: secondsField(BOUNDS.accessTtlSeconds),
  sessionIdleSeconds: secondsField(BOUNDS.idleTimeoutSeconds),
  sessionAbsoluteSeconds: secondsField(BOUNDS.absoluteTimeoutSeconds),
  sessionCacheSeconds: secondsField(BOUNDS.cacheSeconds),
  revocation: z.enum(STRATEGY_NAMES, "Please choose a strategy."),
  refreshIdleSeconds: secondsField(BOUNDS.idleTimeoutSeconds),
  refreshAbsoluteSeconds: secondsField(BOUNDS.absoluteTimeoutSeconds),
  maxSignIns: z
    .string()
    .trim()
    .regex(/^\d+$/, "Please enter a whole number.")
    .transform(Number)
    .pipe(settingsPatchSchema.shape.maxSignIns.unwrap()),
});

export interface Settings extends IssuePolicy {
  authMode: ModeName;
  /** Sign-ins alive at once, of both modes together; one more ends the oldest. */
  maxSignIns: number;
}

export interface SettingsStore {
  /** Throws `AccountClosedError` when the account does not exist any more. */
  get(userId: UserId): Settings;
  /** Merges and returns the whole. Throws as `get` does. */
  update(userId: UserId, patch: SettingsPatch): Promise<Settings>;
}

export function createSettingsStore(db: OpenDatabase["db"], atomically: Atomically): SettingsStore {
  const byUser = db
    .select()
    .from(settings)
    .where(eq(settings.userId, sql.placeholder("userId")))
    .prepare();

  function get(userId: UserId): Settings {
    const row = byUser.get({ userId });
    if (!row) throw new AccountClosedError();
    return fromRow(row);
  }

  return {
    get,
    update: (userId, patch) =>
      atomically(async () => {
        const next = merge(get(userId), patch);
        db.update(settings).set(toRow(userId, next)).where(eq(settings.userId, userId)).run();
        return next;
      }),
  };
}

export function initialSettings(authMode: ModeName): Settings {
  return fromRow({ userId: "", authMode, ...DEFAULT_SETTINGS });
}

export function toRow(userId: string, value: Settings): typeof settings.$inferInsert {
  return {
    userId,
    authMode: value.authMode,
    jwtAlg: value.jwt.alg,
    accessTtlSeconds: value.jwt.accessTtlSeconds,
    revocation: value.jwt.revocation,
    refreshIdleSeconds: value.jwt.refreshIdleSeconds,
    refreshAbsoluteSeconds: value.jwt.refreshAbsoluteSeconds,
    sessionIdleSeconds: value.session.idleTimeoutSeconds,
    sessionAbsoluteSeconds: value.session.absoluteTimeoutSeconds,
    sessionCacheSeconds: value.session.cacheSeconds,
    maxSignIns: value.maxSignIns,
  };
}

function fromRow(row: typeof settings.$inferSelect): Settings {
  return {
    authMode: row.authMode,
    jwt: {
      alg: row.jwtAlg,
      accessTtlSeconds: row.accessTtlSeconds,
      revocation: row.revocation,
      refreshIdleSeconds: row.refreshIdleSeconds,
      refreshAbsoluteSeconds: row.refreshAbsoluteSeconds,
    },
    session: {
      idleTimeoutSeconds: row.sessionIdleSeconds,
      absoluteTimeoutSeconds: row.sessionAbsoluteSeconds,
      cacheSeconds: row.sessionCacheSeconds,
    },
    maxSignIns: row.maxSignIns,
  };
}

/** Keeps the old value where the patch names none. */
function merge(old: Settings, patch: SettingsPatch): Settings {
  return {
    authMode: patch.authMode ?? old.authMode,
    jwt: { ...old.jwt, ...defined(patch.jwt) },
    session: { ...old.session, ...defined(patch.session) },
    maxSignIns: patch.maxSignIns ?? old.maxSignIns,
  };
}

function defined<T extends object>(patch: T | undefined): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(patch ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
