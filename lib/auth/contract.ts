// Every type of the auth core and no code: one contract, `AuthMode`, that the database session and the JWT
// both implement. Nothing here knows cookies, HTTP, a framework, a database or a library.

declare const brand: unique symbol;
type Branded<T, Name extends string> = T & { readonly [brand]: Name };

export type UserId = Branded<string, "UserId">;
/** The public id of one sign-in: a session's row id, a JWT's `sid`. Safe to show, useless as a credential. */
export type SessionId = Branded<string, "SessionId">;

export type Role = "user" | "admin";
export type ModeName = "session" | "jwt";
export type SigningAlg = "HS256" | "RS256" | "ES256" | "EdDSA";
export type StrategyName = "expiry-only";

/** Why a credential is not accepted. For logs and labs; a refused HTTP client always gets the same answer. */
export type InactiveReason =
  | "missing"
  | "malformed"
  | "bad_signature"
  | "expired"
  | "not_yet_valid"
  | "wrong_audience"
  | "wrong_type"
  | "unknown"
  | "revoked"
  | "idle_timeout"
  | "user_disabled"
  | "conflict";

/** Who a request acts for. */
export interface Principal {
  userId: UserId;
  email: string;
  name: string;
  role: Role;
}

/** Where a sign-in came from, as recorded for its owner. Never used to decide anything. */
export interface ClientInfo {
  ip: string;
  userAgent: string;
}

/** What the browser is given to hold. */
export interface Credentials {
  /** The cookie's value: a sealed session token or a compact JWS. */
  token: string;
  sessionId: SessionId;
  issuedAt: Date;
  /** After this instant the credential is refused whatever else happens. */
  expiresAt: Date;
}

/** An accepted credential. */
export interface Active {
  active: true;
  principal: Principal;
  sessionId: SessionId;
  issuedAt: Date;
  /** When the person last proved who they are (RFC 9068 §2.2.1 `auth_time`). */
  authenticatedAt: Date;
  expiresAt: Date;
  /** JWT only: the signature's algorithm and how revocation was checked. */
  alg?: SigningAlg;
  strategy?: StrategyName;
}

/** A refused credential: a value, never an exception. */
export interface Inactive {
  active: false;
  reason: InactiveReason;
}

export type Verification = Active | Inactive;

/** How soon an act reaches a credential that is already out there. */
export type Effect = "immediate" | { withinSeconds: number } | "at_expiry";

/** What a mode promises, as data: the dashboard shows it, the contract and browser tests assert it. */
export interface Guarantees {
  /** Ending one sign-in. */
  revokeOne: Effect;
  /** Ending all of a person's sign-ins. */
  revokeAll: Effect;
  /** A changed role, name or disabled account. */
  staleClaims: Effect;
  /** Store reads of one successful check. */
  readsPerVerify: number;
  /** Does the mode notice that a stolen credential was used? */
  detectsReuse: boolean;
}

/** One step of a check, as it really went. */
export interface TraceStep {
  name: string;
  outcome: "ok" | "remembered" | InactiveReason;
  microseconds: number;
  reads: number;
}

/** Collects what one check did. Pass it to have the steps recorded; leave it out and nothing is measured. */
export interface Trace {
  /** Starts a step; call the returned function once with how it ended. */
  begin(name: string): (outcome: TraceStep["outcome"], reads?: number) => void;
}

export interface VerifyOptions {
  trace?: Trace;
  /** True for a prefetch: the check writes nothing, so looking ahead never keeps a session alive. */
  readOnly?: boolean;
}

/** The lifetimes and the algorithm a sign-in is issued with. Comes from the account's settings, never the client. */
export interface IssuePolicy {
  session: { idleTimeoutSeconds: number; absoluteTimeoutSeconds: number };
  jwt: { alg: SigningAlg; accessTtlSeconds: number };
}

/** One sign-in as listed to its owner; the same shape in both modes. */
export interface SignIn {
  id: SessionId;
  mode: ModeName;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
  ip: string;
  userAgent: string;
}

/** A database session described for people: everything but the secret. */
export interface SessionIntrospection {
  mode: "session";
  active: boolean;
  reason?: InactiveReason;
  bytes: number;
  /** The cookie's value with the sealed part masked. */
  preview: string;
  /** The row as stored, or null when there is none (any more). */
  row: {
    id: SessionId;
    userId: UserId;
    tokenHash: string;
    audience: string;
    createdAt: Date;
    authenticatedAt: Date;
    lastSeenAt: Date;
    idleTimeoutSeconds: number;
    expiresAt: Date;
    ip: string;
    userAgent: string;
  } | null;
  guarantees: Guarantees;
}

/** A JWT described for people: header and claims in full, the signature masked so that it cannot be replayed. */
export interface JwtIntrospection {
  mode: "jwt";
  active: boolean;
  reason?: InactiveReason;
  bytes: number;
  preview: string;
  /** The three parts as they stand in the cookie; `signature` is masked. */
  parts: { header: string; payload: string; signature: string } | null;
  header: Record<string, unknown> | null;
  claims: Record<string, unknown> | null;
  guarantees: Guarantees;
}

export type Introspection = SessionIntrospection | JwtIntrospection;

/**
 * How a person stays signed in. Both implementations pass one contract suite; where they differ, the
 * difference is data (`guarantees`). Store outages throw `AuthError("store_unavailable")`: they are never
 * reported as "signed out".
 */
export interface AuthMode {
  readonly name: ModeName;
  readonly guarantees: Guarantees;
  /**
   * Starts a sign-in with a fresh id. `authenticatedAt` defaults to now; a mode switch carries it over. A
   * session's absolute limit counts from it.
   */
  issue(
    principal: Principal,
    client: ClientInfo,
    policy: IssuePolicy,
    authenticatedAt?: Date,
  ): Promise<Credentials>;
  /** The stateless half (seal or signature, audience, expiry): no I/O. What the gate may rely on. */
  decode(token: string, options?: VerifyOptions): Promise<DecodeOutcome>;
  /** The authoritative answer. */
  verify(token: string, options?: VerifyOptions): Promise<Verification>;
  /** Ends one sign-in as far as the mode can. Idempotent. */
  revoke(sessionId: SessionId): Promise<void>;
  /** Ends all of a person's sign-ins; returns how many records were ended. */
  revokeAll(userId: UserId, except?: SessionId): Promise<number>;
  /** The live sign-ins the mode has a record of. A mode that keeps none returns an empty list. */
  list(userId: UserId): Promise<SignIn[]>;
  introspect(token: string): Promise<Introspection>;
}

/** What can be known of a credential without asking a store. */
export type DecodeOutcome =
  | { ok: true; expiresAt: Date; sessionId: SessionId | null }
  | { ok: false; reason: InactiveReason };

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
}

/** How a JWT that has not expired yet can be refused all the same. One small file each. */
export interface RevocationStrategy {
  readonly name: StrategyName;
  readonly guarantees: Guarantees;
  isRevoked(claims: AccessClaims): Promise<boolean>;
  revoke(sessionId: SessionId): Promise<void>;
  /** Returns how many records were ended: 0 for a strategy that keeps none. */
  revokeAll(userId: UserId): Promise<number>;
  list(userId: UserId): Promise<SignIn[]>;
}

/** A session as stored. The token itself is never stored, only its SHA-256. */
export interface SessionRecord {
  id: SessionId;
  tokenHash: Buffer;
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

/** A session with its owner as they are *now*: a changed role or a disabled account shows at once. */
export interface FoundSession {
  session: SessionRecord;
  principal: Principal;
  disabled: boolean;
}

/**
 * Where sessions live. Every method throws only for a system fault (`store_unavailable`); an unknown,
 * expired or tampered token is simply absent. An acknowledged write is durable.
 */
export interface SessionStore {
  insert(session: SessionRecord): Promise<void>;
  /** One read. Null: absent or past its absolute limit. */
  find(tokenHash: Buffer, now: Date): Promise<FoundSession | null>;
  /** Records that the session was seen. A session that is gone stays gone. */
  touch(id: SessionId, lastSeenAt: Date): Promise<void>;
  /** Idempotent: deleting what is not there is no error. */
  delete(id: SessionId): Promise<void>;
  /** Deletes a person's sessions of one audience; returns how many. */
  deleteByUser(userId: UserId, audience: string, except?: SessionId): Promise<number>;
  /** Newest first; leaves out what is past its absolute limit. */
  listByUser(userId: UserId, audience: string, now: Date): Promise<SessionRecord[]>;
  /** Removes up to `limit` sessions past their absolute limit, so one call never blocks for long. */
  deleteExpired(now: Date, limit: number): Promise<number>;
}

export interface Clock {
  now(): Date;
}
