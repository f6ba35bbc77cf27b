// The reference for sessions, written as a careful hand would without any of ours: an opaque token, its hash in a tuned
// SQLite file of its own, one prepared statement. It promises less: no seal, no idle time, no second mode, no trace.

import { hash, randomBytes } from "node:crypto";
import path from "node:path";
import Database from "better-sqlite3";

const database = new Database(path.join(process.env.DATA_DIR ?? "data", "by-hand.db"));
database.pragma("journal_mode = WAL");
database.pragma("synchronous = FULL");
database.exec(`
  CREATE TABLE IF NOT EXISTS users (id TEXT PRIMARY KEY, email TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL)
    WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS sessions (token_hash BLOB PRIMARY KEY, user_id TEXT NOT NULL, created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL) WITHOUT ROWID;
`);

interface Row {
  id: string;
  email: string;
  name: string;
  role: string;
  created_at: number;
  expires_at: number;
}

const find = database.prepare<[Buffer], Row>(
  `SELECT u.id, u.email, u.name, u.role, s.created_at, s.expires_at
   FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.token_hash = ?`,
);

export async function GET(request: Request): Promise<Response> {
  const token = /(?:^|; )by-hand=([\w-]{43})/.exec(request.headers.get("cookie") ?? "")?.[1];
  const row = token && find.get(hash("sha256", token, "buffer"));
  if (!row || row.expires_at <= Date.now())
    return Response.json({ error: "unauthenticated" }, { status: 401 });
  const { id, email, name, role } = row;
  const [issuedAt, expiresAt] = [new Date(row.created_at), new Date(row.expires_at)];
  return Response.json({ user: { id, email, name, role }, auth: { mode: "session", issuedAt, expiresAt } });
}

/** Signs in, without asking who: the way in is not what is measured. */
export async function POST(): Promise<Response> {
  const token = randomBytes(32).toString("base64url");
  const [id, now] = [randomBytes(16).toString("base64url"), Date.now()];
  database.prepare("INSERT INTO users VALUES (?, ?, 'Alice', 'user')").run(id, `${id}@example.com`);
  database
    .prepare("INSERT INTO sessions VALUES (?, ?, ?, ?)")
    .run(hash("sha256", token, "buffer"), id, now, now + 3_600_000);
  return new Response(null, { status: 204, headers: { "set-cookie": `by-hand=${token}; Path=/; HttpOnly` } });
}
