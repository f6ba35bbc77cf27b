import type {
  FamilyId,
  Guarantees,
  InactiveReason,
  Principal,
  Role,
  SessionId,
  SignInName,
  SignInPage,
  SignInTally,
  SigningAlg,
  StrategyName,
  UserId,
  VerifyOptions,
} from "./contract";

// What the modes are made of, as types and no code: codecs that turn claims into tokens, strategies that refuse
// a token before its time, and the stores. Every store throws only for a system fault (`store_unavailable`),
// answers absence with a value, and has on disk what it acknowledges. Text that is kept has no NUL; nothing is found by one.

export type Decoded<C> = { ok: true; claims: C } | { ok: false; reason: InactiveReason };

/** Turns claims into a credential and back. `decode` is pure but for the clock, so it may be remembered. */
export interface TokenCodec<C> {
  encode(claims: C): Promise<string>;
  decode(token: string, options?: VerifyOptions): Promise<Decoded<C>>;
}

/** What the seal around a session token carries. */
export interface SealedClaims {
  token: string;
  expiresAt: Date;
  /** Whose it is, so that a holder can be told why it ended when the row is gone. The row alone lets anybody in. */
  signIn?: SignInName;
}

/** An access token's claims (RFC 9068 §2.2), instants as `Date`; NumericDate exists only inside the codec. */
export interface AccessClaims {
  alg: SigningAlg;
  sub: UserId;
  sid: SessionId;
  jti: string;
  iat: Date;
  exp: Date;
  authTime: Date;
  email: string;
  name: string;
  role: Role;
  /** How this token is checked. Signed, so whoever holds it cannot choose. */
  revocation: StrategyName;
  /** Token version, stamped by the strategy of that name. */
  ver?: number;
}

/** How a JWT that has not expired yet can be refused all the same. One small file each. A check reads each time. */
export interface RevocationStrategy {
  readonly name: StrategyName;
  readonly guarantees: Omit<Guarantees, "detectsReuse">;
  /** What a new token has to carry so that it can be refused later. */
  stamp(userId: UserId): Promise<Pick<AccessClaims, "ver">>;
  isRevoked(claims: AccessClaims): Promise<boolean>;
  /** These sign-ins of one person have ended. Joins the transaction that ends them. */
  revoke(userId: UserId, ended: readonly SessionId[]): Promise<void>;
}

/** Where and when a sign-in came to be; the same for both modes. */
interface SignInRecord {
  id: SessionId;
  userId: UserId;
  audience: string;
  createdAt: Date;
  authenticatedAt: Date;
  lastSeenAt: Date;
  idleTimeoutSeconds: number;
  /** The absolute limit; nothing extends it. */
  expiresAt: Date;
  ip: string;
  userAgent: string;
}

/** A session as stored. The token itself is never stored, only its SHA-256. */
export interface SessionRecord extends SignInRecord {
  tokenHash: Buffer;
  cacheSeconds: number;
}

/** A session with its owner as they are *now*: a changed role or a disabled account shows at once. */
export interface FoundSession {
  session: SessionRecord;
  principal: Principal;
  disabled: boolean;
}

export interface SessionStore {
  insert(session: SessionRecord): Promise<void>;
  /**
   * One read. Null: absent or past its absolute limit. `signIn` is what the seal says of it: it tells a store that keeps
   * each person apart where to look. Whether somebody is let in is decided by the token alone.
   */
  find(tokenHash: Buffer, now: Date, signIn?: SignInName): Promise<FoundSession | null>;
  /** Records that the session was seen. A session that is gone stays gone. */
  touch(id: SessionId, lastSeenAt: Date, userId: UserId): Promise<void>;
  /** False when this person has no such session of this audience. */
  delete(userId: UserId, audience: string, id: SessionId): Promise<boolean>;
  /** Deletes a person's sessions of one audience; returns how many were within their absolute limit. */
  deleteByUser(userId: UserId, audience: string, now: Date, except?: SessionId): Promise<number>;
  /** One of a person's live sessions; null when they have none of this id and audience. */
  findById(userId: UserId, audience: string, id: SessionId, now: Date): Promise<SessionRecord | null>;
  /** A part of a person's live sessions: within their absolute limit and not idle. */
  listByUser(userId: UserId, audience: string, now: Date, page?: SignInPage): Promise<SessionRecord[]>;
  /** All of them in sum. */
  tallyByUser(userId: UserId, audience: string, now: Date, except?: SessionId): Promise<SignInTally>;
  /** Removes up to `limit` sessions past their absolute limit, so one call never blocks for long. */
  deleteExpired(now: Date, limit: number): Promise<number>;
}

/** A token family as stored. */
export interface FamilyRecord extends SignInRecord {
  revokedAt: Date | null;
}

/** A family with its owner as they are now. */
export interface FoundFamily {
  family: FamilyRecord;
  principal: Principal;
  disabled: boolean;
}

/** One presentation of a refresh token. */
export interface RotationRequest {
  tokenHash: Buffer;
  /** SHA-256 of the successor, which is derived from the token and so the same at every presentation. */
  successorHash: Buffer;
  audience: string;
  now: Date;
  /** For so long a used token still leads to its successor, as long as nobody has used that. */
  graceSeconds: number;
  ip: string;
  userAgent: string;
}

/** Who used a refresh token first. */
export interface FirstUse {
  at: Date;
  ip: string;
  userAgent: string;
}

export type Rotation =
  /** `repeated`: within the grace window, to the same successor as before. */
  | ({ kind: "rotated"; repeated: boolean } & FoundFamily)
  /** Used before, and the window or the successor is over. The family is revoked. */
  | { kind: "reused"; userId: UserId; familyId: FamilyId; firstUse: FirstUse }
  | { kind: "denied"; reason: InactiveReason };

export interface RefreshTokenStore {
  /** A new family and its first token. */
  insert(family: FamilyRecord, tokenHash: Buffer): Promise<void>;
  /**
   * One atomic step: looks the token up, marks it as used and inserts the successor, or finds that it was used
   * before. Two processes that present the same token never make two successors.
   */
  rotate(request: RotationRequest): Promise<Rotation>;
  /**
   * One read. Null: absent or past its absolute limit; a revoked family is there, with its instant. `userId` is whose it
   * is said to be: a store may look only there, or pass over it.
   */
  find(id: FamilyId, now: Date, userId?: UserId): Promise<FoundFamily | null>;
  /** Whose token this is, used or not; null for an unknown one. */
  ownerOf(tokenHash: Buffer, audience: string): Promise<SignInName | null>;
  /** Sticky. False when this person has no such family of this audience that is not over. */
  revokeFamily(userId: UserId, audience: string, id: FamilyId, now: Date): Promise<boolean>;
  /** Revokes all of a person's families of one audience; returns the ids of those that were not over. */
  revokeByUser(userId: UserId, audience: string, now: Date, except?: FamilyId): Promise<FamilyId[]>;
  /** A part of a person's live families: not revoked, within their absolute limit, and used not too long ago. */
  listByUser(userId: UserId, audience: string, now: Date, page?: SignInPage): Promise<FamilyRecord[]>;
  /** All of them in sum. */
  tallyByUser(userId: UserId, audience: string, now: Date, except?: FamilyId): Promise<SignInTally>;
  /** Removes up to `limit` rows of families past their absolute limit. */
  deleteExpired(now: Date, limit: number): Promise<number>;
}

export interface RevocationStore {
  /** Refuses `key` until that instant; a later instant wins. */
  deny(keys: readonly string[], until: Date): Promise<void>;
  isDenied(key: string, now: Date): Promise<boolean>;
  /** 0 until the first bump. */
  version(userId: UserId, audience: string): Promise<number>;
  bumpVersion(userId: UserId, audience: string): Promise<number>;
  /** Forgets all versions of a person of whom no token can be left. */
  forgetVersions(userId: UserId): Promise<void>;
  /** Removes up to `limit` entries that no token can need any more. */
  deleteExpired(now: Date, limit: number): Promise<number>;
}

/**
 * Runs several store calls as one unit: all are kept or none, as if no other unit had come between. Calls made within
 * join it. How that comes about is the backend's: in SQLite and in memory the others wait; in PostgreSQL and Redis units run at
 * once, and one whose reading is no longer true runs again. So `work` may run several times before it is kept: it must
 * use stores and nothing slow, and what else it does must bear being repeated. What it throws undoes everything and is
 * thrown on. A store call that failed has undone the unit, even where the fault was caught.
 *
 * In Redis a unit writes nothing before its end; then one script compares all it has read and writes all it has to, or it
 * runs again. `touch` and `deleteExpired` are done at once. What the app keeps elsewhere is no part of such a unit.
 */
export interface Atomically {
  <T>(work: () => Promise<T>): Promise<T>;
  /**
   * For what cannot be undone, such as a line of a log: called within a transaction, `effect` runs when that is
   * committed, and never when it is undone. Outside of one it runs at once. It must not throw.
   */
  afterCommit(effect: () => void): void;
}

/** One backend. */
export interface Stores {
  sessions: SessionStore;
  refreshTokens: RefreshTokenStore;
  revocations: RevocationStore;
  atomically: Atomically;
}

/** What the core reports of itself, written in the transaction of what it reports. */
export type RefreshEvent = {
  userId: UserId;
  sessionId: SessionId;
  ip: string;
  userAgent: string;
} & ({ kind: "refreshed"; repeated: boolean } | { kind: "reused"; firstUse: FirstUse });

export type Journal = (event: RefreshEvent) => Promise<void>;
