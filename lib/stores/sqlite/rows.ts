import type { StoresInMemory } from "./in-memory";

// Rows as they are stored, for people to look at. No row holds a token: only its hash.

export interface StoredRow {
  table: string;
  columns: Record<string, string>;
}

/** Whatever a sign-in of this id left behind. */
export function rowsOf({ sqlite }: StoresInMemory, sessionId: string): StoredRow[] {
  const places = { sessions: "id", refresh_families: "id", refresh_tokens: "family_id" };
  return Object.entries(places).flatMap(([table, key]) => {
    const rows = sqlite
      .prepare<[string], Record<string, unknown>>(`SELECT * FROM ${table} WHERE ${key} = ?`)
      .all(sessionId);
    return rows.map((row) => ({ table, columns: shown(row) }));
  });
}

/** The account, without salt and hash of its password. */
export function accountRow({ sqlite }: StoresInMemory, userId: string): Record<string, string> {
  const row = sqlite
    .prepare<[string], Record<string, unknown>>("SELECT * FROM users WHERE id = ?")
    .get(userId);
  if (!row) return {};
  // "$argon2id$v=19$m=19456,t=2,p=1": salt and hash stay where they are.
  const kept = String(row.password_hash).split("$").slice(0, 4).join("$");
  return { ...shown(row), password_hash: `${kept}$…` };
}

/** By the names of the columns. */
function shown(row: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [column, asText(column, value)]));
}

/** Columns that end in `_at` hold milliseconds since 1970. */
function asText(column: string, value: unknown): string {
  if (value === null) return "NULL";
  if (column.endsWith("_at")) return new Date(Number(value)).toISOString();
  return Buffer.isBuffer(value) ? value.toString("hex") : String(value);
}
