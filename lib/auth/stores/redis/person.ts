import type { Principal, SessionId, UserId } from "../../contract";
import type { FamilyRecord } from "../../parts";
import type { Key, Units } from "./units";

// How a person and their sign-ins lie in Redis: all of it is one hash, so that a check is one command, and a full memory
// drops a person whole or not at all. Its fields:
//   owner            the copy of the account; '' of one that was removed
//   s:<id>, f:<id>   a session, a token family: what never changes of it
//   seen:<id>        when it was last seen
//   revoked:<id>     since when a family is revoked

/** So much longer than its last sign-in stays what nobody needs any more: a clock that is set back still finds it. */
export const SLACK_MS = 60 * 60 * 1000;

const hash = ({ redis }: Units, name: string): Key => ({ name: redis.prefix + name, kind: "hash" });

export const personKey = ({ redis }: Units, userId: UserId): Key => ({
  name: `${redis.prefix}person:${userId}`,
  kind: "whole",
});
/** A family's refresh tokens, by their hashes in hex. */
export const tokensKey = (units: Units, familyId: SessionId): Key => hash(units, `tokens:${familyId}`);

type SignIn = Omit<FamilyRecord, "revokedAt">;
type Kept = Omit<SignIn, "userId" | "lastSeenAt" | "createdAt" | "authenticatedAt" | "expiresAt"> & {
  createdAt: number;
  authenticatedAt: number;
  expiresAt: number;
};

export function writeSignIn<More extends object>(signIn: SignIn, more: More): string {
  const { id, audience, idleTimeoutSeconds, ip, userAgent } = signIn;
  const kept: Kept & More = {
    id,
    audience,
    idleTimeoutSeconds,
    ip,
    userAgent,
    createdAt: signIn.createdAt.getTime(),
    authenticatedAt: signIn.authenticatedAt.getTime(),
    expiresAt: signIn.expiresAt.getTime(),
    ...more,
  };
  return JSON.stringify(kept);
}

export function readSignIn<More extends object>(userId: UserId, record: string, seen: string | null) {
  const kept: Kept & More = JSON.parse(record);
  return {
    ...kept,
    userId,
    createdAt: new Date(kept.createdAt),
    authenticatedAt: new Date(kept.authenticatedAt),
    lastSeenAt: new Date(Number(seen)),
    expiresAt: new Date(kept.expiresAt),
  };
}

/** How long its keys live. Relative, because the server's clock is another one. */
export const keepMs = ({ expiresAt }: { expiresAt: Date }, now: Date): number =>
  Math.max(0, expiresAt.getTime() - now.getTime()) + SLACK_MS;

export interface Owner {
  principal: Principal;
  disabled: boolean;
}

export function writeOwner({ principal: { email, name, role }, disabled }: Owner): string {
  return JSON.stringify({ email, name, role, disabled });
}

/** Null for somebody who was removed, or of whom nothing is known. */
export function readOwner(userId: UserId, copy: string | null | undefined): Owner | null {
  if (!copy) return null;
  const { email, name, role, disabled }: Omit<Principal, "userId"> & { disabled: boolean } = JSON.parse(copy);
  return { principal: { userId, email, name, role }, disabled };
}

/** Where a sign-in lies that is known by something else than its owner and id. */
export interface Place {
  userId: UserId;
  id: SessionId;
}

const PLACE = "place";

/** By the hash of a token of either mode: a token is random and tells nobody whose it is. */
export const byToken = (units: Units, tokenHash: Buffer): Key =>
  hash(units, `by-token:${tokenHash.toString("hex")}`);
export const bySignIn = (units: Units, id: SessionId): Key => hash(units, `by-id:${id}`);

export const pointTo = ({ userId, id }: Place): Record<string, string> => ({
  [PLACE]: JSON.stringify([userId, id]),
});

export async function follow(units: Units, pointer: Key): Promise<Place | null> {
  const [place] = await units.read(pointer, [PLACE]);
  if (!place) return null;
  const [userId, id]: [UserId, SessionId] = JSON.parse(place);
  return { userId, id };
}
