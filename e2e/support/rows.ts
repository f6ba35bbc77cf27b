// The rows that the server under test really has, in its database, past the app.

import path from "node:path";
import { ask } from "./database";
import { ROOT } from "./server";

export interface SessionRow {
  id: string;
  user_id: string;
  audience: string;
  token_hash: Buffer;
  created_at: number;
  expires_at: number;
}

/** playwright.config.ts names the server's folder after the runner's process, whose children the tests are. */
const dataDir = process.env.E2E_DATA_DIR ?? path.join(ROOT, "test-results", `server-${process.ppid}`);

/** An account's sessions, the app's own and those of pairs. */
export function sessionRows(userId: string): Promise<SessionRow[]> {
  return rows<SessionRow>("SELECT * FROM sessions WHERE user_id = ?", userId);
}

/** As whoever runs the server makes the first admin: by hand, in the table. */
export async function makeAdmin(userId: string, folder = dataDir): Promise<void> {
  await ask(folder, "UPDATE users SET role = 'admin' WHERE id = ?", userId);
}

export function rows<T>(query: string, ...values: string[]): Promise<T[]> {
  return ask<T>(dataDir, query, ...values);
}
