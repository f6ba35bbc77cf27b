import type { Principal, SessionId, UserId } from "../../contract";
import type { Atomically, FamilyRecord, FirstUse, SessionRecord } from "../../parts";
import { createAtomically } from "../atomically";

// What the memory stores keep, and how several changes to it become one. Records are replaced, never changed,
// so a copy of the maps is a copy of everything.

export interface MemoryUser {
  principal: Principal;
  disabled: boolean;
}

export interface StoredRefreshToken {
  familyId: SessionId;
  createdAt: Date;
  firstUse: FirstUse | null;
}

export interface Tables {
  /** By the token's hash in hex. */
  sessions: Map<string, SessionRecord>;
  families: Map<SessionId, FamilyRecord>;
  /** By the token's hash in hex. */
  refreshTokens: Map<string, StoredRefreshToken>;
  denied: Map<string, Date>;
  versions: Map<string, number>;
}

export type Users = ReadonlyMap<UserId, MemoryUser>;

export const createTables = (): Tables => ({
  sessions: new Map(),
  families: new Map(),
  refreshTokens: new Map(),
  denied: new Map(),
  versions: new Map(),
});

/** One process and no waiting inside a store call: putting back what was there is all it takes to undo. */
export function createMemoryAtomically(tables: Tables): Atomically {
  let before: Partial<Tables> = {};
  return createAtomically({
    begin() {
      before = {
        sessions: new Map(tables.sessions),
        families: new Map(tables.families),
        refreshTokens: new Map(tables.refreshTokens),
        denied: new Map(tables.denied),
        versions: new Map(tables.versions),
      };
    },
    commit() {},
    rollback() {
      Object.assign(tables, before);
    },
  });
}
