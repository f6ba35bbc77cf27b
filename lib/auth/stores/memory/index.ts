import type { Stores } from "../../parts";
import { createMemoryRefreshTokenStore } from "./refresh-tokens";
import { createMemoryRevocationStore } from "./revocations";
import { createMemorySessionStore } from "./sessions";
import { createMemoryAtomically, createTables, type Users } from "./tables";

// All stores in memory: for tests and for trying things out. Gone when the process ends.

export type { MemoryUser } from "./tables";

/** `users` is read at every look-up, so a change there shows at once, as a database's would. */
export function createMemoryStores(users: Users): Stores {
  const tables = createTables();
  const atomically = createMemoryAtomically(tables);
  return {
    sessions: createMemorySessionStore(tables, users, atomically),
    refreshTokens: createMemoryRefreshTokenStore(tables, users, atomically),
    revocations: createMemoryRevocationStore(tables, atomically),
    atomically,
  };
}
