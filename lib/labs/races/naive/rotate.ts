import "server-only";
import type { FirstUse } from "@/lib/auth/parts";
import { newToken, sha256 } from "@/lib/auth/random";
import type { TokenRow, TokenTable } from "./token-table";

// Two ways of rotating a refresh token as they are found in tutorials and in the wild, each call awaited as one
// would write it. Both are right for one request after another. THEY ARE WRONG FOR TWO AT ONCE: that is what they
// are here for, and why nothing outside this lab may import them.

export type Rotated =
  | { kind: "rotated"; from: TokenRow; refreshToken: string; repeated: boolean }
  /** The whole family is deleted when this returns; what was on its way into the table at that time is not. */
  | { kind: "reused"; from: TokenRow; firstUse: FirstUse }
  | { kind: "unknown" };

export type Rotate = (table: TokenTable, refreshToken: string, use: FirstUse) => Promise<Rotated>;

/** Read, check, write, write. Whoever reads before the first write is done gets a successor of their own. */
export const rotateNaively: Rotate = async (table, refreshToken, use) => {
  const found = await table.find(hashOf(refreshToken));
  if (!found || use.at >= found.expiresAt) return { kind: "unknown" };
  if (found.firstUse) {
    await table.deleteFamily(found.familyId);
    return { kind: "reused", from: found, firstUse: found.firstUse };
  }
  await table.markUsed(found.hash, use);
  return { kind: "rotated", from: found, refreshToken: await successorOf(table, found), repeated: false };
};

/** A used token is good for some seconds more, and everyone who brings it gets a successor of their own. */
export function rotateForking(graceSeconds: number): Rotate {
  return async (table, refreshToken, use) => {
    const found = await table.find(hashOf(refreshToken));
    if (!found || use.at >= found.expiresAt) return { kind: "unknown" };
    const { firstUse } = found;
    if (firstUse && use.at.getTime() >= firstUse.at.getTime() + graceSeconds * 1000) {
      await table.deleteFamily(found.familyId);
      return { kind: "reused", from: found, firstUse };
    }
    if (!firstUse) await table.markUsed(found.hash, use);
    const next = await successorOf(table, found);
    return { kind: "rotated", from: found, refreshToken: next, repeated: firstUse !== null };
  };
}

/** Drawn, not derived: two requests never get the same one. */
async function successorOf(table: TokenTable, parent: TokenRow): Promise<string> {
  const refreshToken = newToken();
  await table.insert({ ...parent, hash: hashOf(refreshToken), firstUse: null });
  return refreshToken;
}

export const hashOf = (refreshToken: string): string => sha256(refreshToken).toString("hex");
