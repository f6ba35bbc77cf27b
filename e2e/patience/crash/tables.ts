// The tables as a crash would leave them at this instant, read past the app in one read transaction: what a
// killed process has committed is what any other reader sees. Judging them stands in faults.ts.

import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import type { Mode } from "../../support/accounts";

export interface FamilyRow {
  id: string;
  userId: string;
  revokedAt: number | null;
}
export interface TokenRow {
  hash: Buffer;
  familyId: string;
  spentAt: number | null;
}
export interface EventRow {
  id: number;
  kind: string;
  userId: string;
  sessionId: string | null;
  mode: Mode | null;
  detail: string;
}
export interface UserRow {
  id: string;
  passwordHash: string;
  authMode: Mode;
}
export interface Tables {
  users: UserRow[];
  sessions: { id: string; userId: string }[];
  families: FamilyRow[];
  tokens: TokenRow[];
  denied: { key: string }[];
  versions: { userId: string; version: number }[];
  events: EventRow[];
}

/** Every pair of the dashboard left out. */
export function readTables(database: Database.Database, audience: string): Tables {
  const all = <T>(query: string, ...values: string[]) => database.prepare(query).all(...values) as T[];
  const read = database.transaction(
    (): Tables => ({
      users: all(
        "SELECT id, password_hash passwordHash, auth_mode authMode FROM users JOIN settings ON user_id = id",
      ),
      sessions: all("SELECT id, user_id userId FROM sessions WHERE audience = ?", audience),
      families: all(
        "SELECT id, user_id userId, revoked_at revokedAt FROM refresh_families WHERE audience = ?",
        audience,
      ),
      tokens: all("SELECT token_hash hash, family_id familyId, spent_at spentAt FROM refresh_tokens"),
      denied: all("SELECT key FROM denylist"),
      versions: all("SELECT user_id userId, version FROM token_versions WHERE audience = ?", audience),
      events: all(
        "SELECT id, kind, user_id userId, session_id sessionId, mode, detail FROM audit_events ORDER BY id",
      ),
    }),
  );
  return read();
}

/** A person's sign-ins that are neither ended nor, in a test this short, expired. */
export function liveSignIns({ sessions, families }: Tables, userId: string): Map<string, Mode> {
  return new Map<string, Mode>([
    ...sessions.filter((row) => row.userId === userId).map(({ id }) => [id, "session"] as const),
    ...families
      .filter((row) => row.userId === userId && row.revokedAt === null)
      .map(({ id }) => [id, "jwt"] as const),
  ]);
}

export function tokenRow({ tokens }: Tables, refreshToken: string): TokenRow | undefined {
  const hash = createHash("sha256").update(refreshToken).digest();
  return tokens.find((row) => row.hash.equals(hash));
}

export const databaseFile = (dataDir: string): string => path.join(dataDir, "coatcheck.db");

/**
 * What a killed server has left, after SQLite's own recovery and its checks. Works on a copy: the server that
 * starts next must do its recovery itself.
 */
export function readAfterCrash(dataDir: string, audience: string): { tables: Tables; damage: unknown[] } {
  const folder = mkdtempSync(path.join(dataDir, "crashed-"));
  try {
    for (const suffix of ["", "-wal"]) {
      const file = databaseFile(dataDir) + suffix;
      if (existsSync(file)) copyFileSync(file, databaseFile(folder) + suffix);
    }
    const database = new Database(databaseFile(folder));
    const integrity = database.pragma("integrity_check", { simple: true });
    const dangling = database.pragma("foreign_key_check") as unknown[];
    const tables = readTables(database, audience);
    database.close();
    return { tables, damage: integrity === "ok" ? dangling : [integrity, ...dangling] };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
