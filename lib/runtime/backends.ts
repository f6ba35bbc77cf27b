import "server-only";
import type { Config } from "@/lib/config/config";
import type { Backend } from "@/lib/stores/backend";
import { postgresBackend } from "@/lib/stores/postgres/backend";
import { sqliteBackend } from "@/lib/stores/sqlite/backend";

// The one place that chooses a backend: by the scheme of DATABASE_URL, a line each.

export function backendOf({ database }: Pick<Config, "database">): Backend {
  switch (database.scheme) {
    case "sqlite":
      return sqliteBackend(database.file);
    case "postgres":
      return postgresBackend(database);
  }
}
