import type { Principal } from "../contract";
import type { FamilyRecord, Rotation, RotationRequest, SessionRecord } from "../parts";
import { newSessionId, newToken, sha256 } from "../random";
import { AUDIENCE, CLIENT, createPrincipal, MINUTE, SECOND } from "./kit";
import type { StoreHarness } from "./stores";

// A backend with a person in it, and records to fill it with.

export const NOW = new Date(Date.UTC(2026, 0, 15, 12));
export const at = (milliseconds: number): Date => new Date(NOW.getTime() + milliseconds);

export const GRACE_SECONDS = 10;

/** A family with its first token. */
export interface StoredFamily {
  family: FamilyRecord;
  tokenHash: Buffer;
}

export interface StoreFixture extends StoreHarness {
  ada: Principal;
  addPerson(): Promise<Principal>;
  buildSession(changes?: Partial<SessionRecord>): SessionRecord;
  addSession(changes?: Partial<SessionRecord>): Promise<SessionRecord>;
  buildFamily(changes?: Partial<FamilyRecord>): FamilyRecord;
  addFamily(changes?: Partial<FamilyRecord>): Promise<StoredFamily>;
  /** Presents a token, by default at NOW; its successor is `successorOf` it. */
  rotate(tokenHash: Buffer, changes?: Partial<RotationRequest>): Promise<Rotation>;
}

/** Derived, so the same at every presentation. */
export const successorOf = (tokenHash: Buffer): Buffer => sha256(`successor of ${tokenHash.toString("hex")}`);

export const request = (tokenHash: Buffer, changes: Partial<RotationRequest> = {}): RotationRequest => ({
  tokenHash,
  successorHash: successorOf(tokenHash),
  audience: AUDIENCE,
  now: NOW,
  graceSeconds: GRACE_SECONDS,
  ...CLIENT,
  ...changes,
});

export async function createStoreFixture(harness: StoreHarness): Promise<StoreFixture> {
  const addPerson = async (): Promise<Principal> => {
    const principal = createPrincipal();
    await harness.saveUser({ principal, disabled: false });
    return principal;
  };
  const ada = await addPerson();
  const signIn = () => ({
    id: newSessionId(),
    userId: ada.userId,
    audience: AUDIENCE,
    createdAt: at(-5 * MINUTE),
    authenticatedAt: at(-7 * MINUTE),
    lastSeenAt: at(-1 * MINUTE),
    idleTimeoutSeconds: (30 * MINUTE) / SECOND,
    expiresAt: at(60 * MINUTE),
    ...CLIENT,
  });
  const fixture: StoreFixture = {
    ...harness,
    ada,
    addPerson,
    buildSession: (changes) => ({
      ...signIn(),
      tokenHash: sha256(newToken()),
      cacheSeconds: 0,
      ...changes,
    }),
    async addSession(changes) {
      const session = fixture.buildSession(changes);
      await harness.stores.sessions.insert(session);
      return session;
    },
    buildFamily: (changes) => ({ ...signIn(), revokedAt: null, ...changes }),
    async addFamily(changes) {
      const family = fixture.buildFamily(changes);
      const tokenHash = sha256(newToken());
      await harness.stores.refreshTokens.insert(family, tokenHash);
      return { family, tokenHash };
    },
    rotate: (tokenHash, changes) => harness.stores.refreshTokens.rotate(request(tokenHash, changes)),
  };
  return fixture;
}
