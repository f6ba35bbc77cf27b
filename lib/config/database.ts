// Owns DATABASE_URL: its schemes, and what each takes. Pure. Its messages never repeat what the value says.

import path from "node:path";
import { fileURLToPath } from "node:url";
import { type PostgresAddress, readPostgresUrl } from "./postgres-url";

/** Where the database is; the scheme chooses the backend (lib/runtime/backends.ts). */
export type DatabaseAddress = { scheme: "sqlite"; file: string } | ({ scheme: "postgres" } & PostgresAddress);

/** Throws a `TypeError` that says what the variable takes. */
export function readDatabaseUrl(value: string | undefined, dataDir: string): DatabaseAddress {
  if (!value) return { scheme: "sqlite", file: path.join(dataDir, "coatcheck.db") };
  if (/^postgres(ql)?:/i.test(value)) return { scheme: "postgres", ...readPostgresUrl(value) };
  return { scheme: "sqlite", file: readFile(value) };
}

const TAKES = "takes a path or a file: URL of an SQLite database, or a postgres:// URL";

function readFile(value: string): string {
  if (value.includes("\0") || value === ":memory:") throw new TypeError(TAKES);
  if (/^file:/i.test(value)) return fileFromUrl(value);
  // Two letters at least, so that a Windows drive is not taken for a scheme.
  if (/^[a-z][a-z0-9+.-]+:/i.test(value)) throw new TypeError(TAKES);
  return path.resolve(value);
}

/** `file:///absolute`, `file:/absolute` and, as other tools write it, `file:./relative`. */
function fileFromUrl(value: string): string {
  try {
    if (/[?#]/.test(value)) throw new TypeError("options are not supported");
    const rest = value.slice("file:".length);
    if (rest.startsWith("/")) return fileURLToPath(value);
    if (rest === "" || rest === ":memory:") throw new TypeError("no file");
    return path.resolve(decodeURIComponent(rest));
  } catch {
    throw new TypeError(TAKES);
  }
}
