// What an app sees of the auth core, as types and no code: one contract, `AuthMode`, that the database session
// and the JWT both implement. Nothing here knows cookies, HTTP, a framework, a database or a library. What the
// modes are made of (codecs, strategies, stores) is in parts.ts.

import type { ModeName, Role, SigningAlg, StrategyName } from "./names";

/**
 * How a person stays signed in. Both implementations pass one contract suite; where they differ, the
 * difference is data (`guarantees`, `limits`). Store outages throw `AuthError("store_unavailable")`: they are never
 * reported as "signed out".
 */
export interface AuthMode {
  readonly name: ModeName;
  /** What it promises for what it issues under this policy. */
  guarantees(policy: IssuePolicy): Guarantees;
  /** How long what it issues under this policy lasts. */
  limits(policy: IssuePolicy): Limits;
  /** Starts a sign-in with a fresh id. Absolute limits count from `authenticatedAt`. */
  issue(
    principal: Principal,
    client: ClientInfo,
    policy: IssuePolicy,
    options?: IssueOptions,
  ): Promise<Credentials>;
  /** The stateless half (seal or signature, audience, expiry): no I/O. What the gate may rely on. */
  decode(token: string, options?: VerifyOptions): Promise<DecodeOutcome>;
  /** The authoritative answer. */
  verify(token: string, options?: VerifyOptions): Promise<Verification>;
  /**
   * The next credentials of the same sign-in. The person and `policyOf` are read as they are now, so a new
   * access token carries the current role and follows the current settings; the limits of the sign-in stay as
   * they were when it began. Database sessions have nothing to exchange: a live one is returned as it is.
   */
  refresh(held: Held, client: ClientInfo, policyOf: PolicyOf): Promise<RefreshResult>;
  /** Whose sign-in these credentials belong to, live or just ended; null when nothing here is genuine. */
  signInOf(held: Held): Promise<SignInName | null>;
  /** Ends one of a person's sign-ins as far as the mode can. False when they have none of this id. Idempotent. */
  revoke(userId: UserId, sessionId: SessionId): Promise<boolean>;
  /** Ends all of a person's sign-ins; returns how many were live. */
  revokeAll(userId: UserId, except?: SessionId): Promise<number>;
  /** One of a person's live sign-ins; null when they have none of this id. */
  find(userId: UserId, sessionId: SessionId): Promise<SignIn | null>;
  /** A part of a person's live sign-ins. Its cost goes by the part, not by how many there are. */
  list(userId: UserId, page?: SignInPage): Promise<SignIn[]>;
  /** All of them in sum, but for the one excepted. */
  tally(userId: UserId, except?: SessionId): Promise<SignInTally>;
  introspect(token: string): Promise<Introspection>;
}

/** The terms an account's credentials are issued on now. */
export type PolicyOf = (userId: UserId) => IssuePolicy | Promise<IssuePolicy>;

declare const brand: unique symbol;
type Branded<T, Name extends string> = T & { readonly [brand]: Name };

export type UserId = Branded<string, "UserId">;
/** The public id of one sign-in: a session's row id, a JWT's `sid`. Safe to show, useless as a credential. */
export type SessionId = Branded<string, "SessionId">;
/** A token family: one sign-in's chain of refresh tokens. One sign-in has one family, so they share an id. */
export type FamilyId = SessionId;

export type { ModeName, Role, SigningAlg, StrategyName };

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
  /** JWT only: opaque and good for one use; exchanged for the next credentials. */
  refreshToken?: string;
  /** When the refresh token ends if it is not used. */
  refreshExpiresAt?: Date;
  sessionId: SessionId;
  issuedAt: Date;
  /** After this instant `token` is refused whatever else happens. */
  expiresAt: Date;
}

/** What a request brings of a mode's credentials; either part may be missing. */
export interface Held {
  token: string | null;
  refreshToken: string | null;
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
  /** What the mode promises for this very credential. */
  guarantees: Guarantees;
  /** Only where `describe` asked for it. */
  introspection?: Introspection;
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
  /** A role, a name, an account or a row changed in the store, without ending the sign-ins. */
  staleClaims: Effect;
  /** Store reads of one successful check, at most. */
  readsPerVerify: number;
  /** Is a refresh token that is used again, outside its grace window, noticed? */
  detectsReuse: boolean;
}

/** How long what a mode issues lasts, and how its revocation is checked, as data. */
export interface Limits {
  /** A credential that nothing ends is accepted for so long at most. */
  credentialSeconds: number;
  /** A sign-in that nobody uses for so long ends. */
  idleSeconds: number;
  /** A sign-in ends so long after the person proved who they are, however much it is used. */
  absoluteSeconds: number;
  /** A credential is refused so long after its sign-in was ended, whatever policy within `BOUNDS` it was issued under. */
  ceilingSeconds: number;
  /** How the revocation of a JWT is checked; null where a mode has no choice. */
  strategy: StrategyName | null;
}

/** One step of a check or of an issue, as it really went. */
export interface TraceStep {
  name: string;
  outcome: "ok" | "remembered" | InactiveReason;
  microseconds: number;
  reads: number;
}

/** Collects what one call did. Pass it to have the steps recorded; leave it out and nothing is measured. */
export interface Trace {
  /** Starts a step; call the returned function once with how it ended. */
  begin(name: string): (outcome: TraceStep["outcome"], reads?: number) => void;
}

export interface VerifyOptions {
  trace?: Trace;
  /** True for a prefetch: the check writes nothing, so looking ahead never keeps a session alive. */
  readOnly?: boolean;
  /** True: an accepted credential is described as well, from what this very check read. */
  describe?: boolean;
}

/** The lifetimes and the algorithm a sign-in is issued with. Comes from the account's settings, never the client. */
export interface IssuePolicy {
  session: {
    idleTimeoutSeconds: number;
    absoluteTimeoutSeconds: number;
    /** How long a check may go by what it read before: a revocation takes that long to show. 0 reads every time. */
    cacheSeconds: number;
  };
  jwt: {
    alg: SigningAlg;
    accessTtlSeconds: number;
    revocation: StrategyName;
    /** A refresh token that is not used for so long ends. */
    refreshIdleSeconds: number;
    /** No refresh reaches beyond this, counted from when the person gave their password. */
    refreshAbsoluteSeconds: number;
  };
}

export interface IssueOptions {
  /** When the person last proved who they are. Default: now. A mode switch carries it over. */
  authenticatedAt?: Date;
  /** The sign-in ends by then, whatever the policy says: an exchange lasts no longer than what it replaces. */
  notAfter?: Date;
  /**
   * What has to happen together with the new sign-in or not at all: runs in the same transaction, after the sign-in
   * is stored and before its token is made, so what it ends never refuses the new token. Must do nothing but use
   * stores.
   */
  alongside?: (sessionId: SessionId) => Promise<void>;
  /** Records what the new credentials are made of, step by step. */
  trace?: Trace;
}

/** What became of a refresh token (RFC 9700 §4.14.2). */
export type RefreshResult =
  | { kind: "refreshed"; credentials: Credentials; verification: Active }
  /** It had been used before, outside the grace window: its family is already revoked when this returns. */
  | { kind: "reused"; familyId: FamilyId }
  | { kind: "denied"; reason: InactiveReason };

/** One sign-in as listed to its owner; the same shape in both modes. */
export interface SignIn {
  id: SessionId;
  mode: ModeName;
  createdAt: Date;
  lastSeenAt: Date;
  /** The absolute limit. */
  expiresAt: Date;
  /** Unused for so long after `lastSeenAt`, it ends before that. */
  idleTimeoutSeconds: number;
  ip: string;
  userAgent: string;
}

/** Whose sign-in it is, and which. */
export interface SignInName {
  userId: UserId;
  sessionId: SessionId;
}

/** A place in the list of a person's sign-ins, which is in the order of `createdAt`, then `id`. */
export type SignInPosition = Pick<SignIn, "createdAt" | "id">;

/** Which part of the list. */
export interface SignInPage {
  /** At most so many. Default 50. */
  limit?: number;
  /** Only what comes after this one in the list. Left out: from the beginning. */
  after?: SignInPosition | undefined;
  /** Default "newest". */
  first?: "newest" | "oldest";
}

/** A person's live sign-ins of one mode in sum. */
export interface SignInTally {
  count: number;
  /** The latest of them; null when there are none. */
  lastSeenAt: Date | null;
  /** The latest of them; null when there are none. */
  expiresAt: Date | null;
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
    cacheSeconds: number;
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

/** What can be known of a credential without asking a store. */
export type DecodeOutcome =
  | { ok: true; issuedAt: Date | null; expiresAt: Date; sessionId: SessionId | null }
  | { ok: false; reason: InactiveReason };

export interface Clock {
  now(): Date;
}
