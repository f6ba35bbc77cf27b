import "server-only";
import { setImmediate, setTimeout } from "node:timers/promises";
import type { Principal, SessionId, UserId } from "@/lib/auth/contract";
import type { FirstUse } from "@/lib/auth/parts";

// A table of refresh tokens as a database across a network is: every call takes its way there and back, and between
// two calls of one request anything may happen. It has no transaction. Knows nothing of who rotates what.

export interface TokenRow {
  /** SHA-256 of the token, hexadecimal. */
  hash: string;
  familyId: SessionId;
  userId: UserId;
  /** As they were at sign-in. */
  principal: Principal;
  authenticatedAt: Date;
  /** The end of the whole family. */
  expiresAt: Date;
  firstUse: FirstUse | null;
}

export interface TokenTable {
  /** A copy of the row as it was when it was read; null for none. */
  find(hash: string): Promise<TokenRow | null>;
  insert(row: TokenRow): Promise<void>;
  markUsed(hash: string, use: FirstUse): Promise<void>;
  deleteFamily(familyId: SessionId): Promise<void>;
  deleteByUser(userId: UserId, except?: SessionId): Promise<void>;
}

/** `roundTripMs`: what one call takes, give or take a half, as networks do. 0 still lets others go first. */
export function createTokenTable(roundTripMs: number): TokenTable {
  const rows = new Map<string, TokenRow>();

  async function call<T>(work: () => T): Promise<T> {
    await oneWay(roundTripMs);
    const result = work();
    await oneWay(roundTripMs);
    return result;
  }

  function deleteWhere(matches: (row: TokenRow) => boolean): void {
    for (const [hash, row] of rows) if (matches(row)) rows.delete(hash);
  }

  return {
    find: (hash) =>
      call(() => {
        const row = rows.get(hash);
        return row ? { ...row } : null;
      }),
    insert: (row) => call(() => void rows.set(row.hash, { ...row })),
    markUsed: (hash, use) =>
      call(() => {
        const row = rows.get(hash);
        if (row) row.firstUse = use;
      }),
    deleteFamily: (familyId) => call(() => deleteWhere((row) => row.familyId === familyId)),
    deleteByUser: (userId, except) =>
      call(() => deleteWhere((row) => row.userId === userId && row.familyId !== except)),
  };
}

async function oneWay(roundTripMs: number): Promise<void> {
  if (roundTripMs === 0) await setImmediate();
  else await setTimeout((roundTripMs / 2) * (0.5 + Math.random()));
}
