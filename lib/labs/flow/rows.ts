import "server-only";
import { eq, getTableColumns, type Table } from "drizzle-orm";
import { refreshFamilies, refreshTokens, sessions, users } from "@/db/schema";
import type { World } from "../engine/world";

// Rows of a run's own database as they are stored, for people to look at. No row holds a token: only its hash.

export interface StoredRow {
  table: string;
  columns: Record<string, string>;
}

/** Whatever a sign-in of this id left behind. */
export function rowsOf({ db }: World, sessionId: string): StoredRow[] {
  const found = [
    {
      table: "sessions",
      of: sessions,
      rows: db.select().from(sessions).where(eq(sessions.id, sessionId)).all(),
    },
    {
      table: "refresh_families",
      of: refreshFamilies,
      rows: db.select().from(refreshFamilies).where(eq(refreshFamilies.id, sessionId)).all(),
    },
    {
      table: "refresh_tokens",
      of: refreshTokens,
      rows: db.select().from(refreshTokens).where(eq(refreshTokens.familyId, sessionId)).all(),
    },
  ];
  return found.flatMap(({ table, of, rows }) => rows.map((row) => ({ table, columns: named(of, row) })));
}

/** The account, with the terms of its password's hash and not the hash. */
export function accountOf({ db, ownerId }: World): Record<string, string> {
  const row = db.select().from(users).where(eq(users.id, ownerId)).get();
  if (!row) return {};
  const shown = named(users, row);
  // "$argon2id$v=19$m=19456,t=2,p=1": salt and hash stay where they are.
  return { ...shown, password_hash: `${row.passwordHash.split("$").slice(0, 4).join("$")}$…` };
}

function named(table: Table, row: Record<string, unknown>): Record<string, string> {
  const columns = Object.entries(getTableColumns(table));
  return Object.fromEntries(columns.map(([key, column]) => [column.name, asText(row[key])]));
}

function asText(value: unknown): string {
  if (value === null || value === undefined) return "NULL";
  if (value instanceof Date) return value.toISOString();
  return Buffer.isBuffer(value) ? value.toString("hex") : String(value);
}
