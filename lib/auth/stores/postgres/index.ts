import type { Stores } from "../../parts";
import type { Postgres } from "./database";
import { createPostgresRefreshTokenStore } from "./refresh-tokens";
import { createPostgresRevocationStore } from "./revocations";
import { createPostgresSessionStore } from "./sessions";

// All stores in one PostgreSQL database.

/** `postgres` is `openPostgres` over a pool whose database is migrated. */
export function createPostgresStores(postgres: Postgres): Stores {
  return {
    sessions: createPostgresSessionStore(postgres),
    refreshTokens: createPostgresRefreshTokenStore(postgres),
    revocations: createPostgresRevocationStore(postgres),
    atomically: postgres.atomically,
  };
}
