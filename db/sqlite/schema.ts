import { blob, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

// The tables. Instants are milliseconds since 1970, ids are random text. The first part belongs to
// lib/auth and moves with it; the rest is the app's.

// --- auth: lift together with lib/auth ---

export const users = sqliteTable("users", {
  id: text("id").primaryKey(),
  /** After NFKC and lower case: one person, one spelling. */
  email: text("email").notNull().unique(),
  name: text("name").notNull(),
  role: text("role", { enum: ["user", "admin"] }).notNull(),
  /** Argon2id in PHC form. */
  passwordHash: text("password_hash").notNull(),
  disabledAt: integer("disabled_at", { mode: "timestamp_ms" }),
  createdAt: integer("created_at", { mode: "timestamp_ms" }).notNull(),
});

export const sessions = sqliteTable(
  "sessions",
  {
    id: text("id").primaryKey(),
    /** SHA-256 of the session token: a copy of this table signs nobody in. */
    tokenHash: blob("token_hash", { mode: "buffer" }).notNull().unique(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    /** Who accepts it: the app, or the dashboard's pair. */
    audience: text("audience").notNull(),
    createdAt: integer("created_at", { mode: "timestamp_ms" }).notNull(),
    authenticatedAt: integer("authenticated_at", { mode: "timestamp_ms" }).notNull(),
    lastSeenAt: integer("last_seen_at", { mode: "timestamp_ms" }).notNull(),
    idleTimeoutSeconds: integer("idle_timeout_seconds").notNull(),
    /** How long a check may go by what it read before. 0: every check reads. */
    cacheSeconds: integer("cache_seconds").notNull().default(0),
    expiresAt: integer("expires_at", { mode: "timestamp_ms" }).notNull(),
    ip: text("ip").notNull(),
    userAgent: text("user_agent").notNull(),
  },
  (table) => [
    // In the order of lists, with all that says whether one is live: nothing else is looked up to count them.
    index("sessions_by_user").on(
      table.userId,
      table.audience,
      table.createdAt,
      table.id,
      table.lastSeenAt,
      table.idleTimeoutSeconds,
      table.expiresAt,
    ),
    index("sessions_by_expiry").on(table.expiresAt),
  ],
);

/** One row a sign-in with a JWT: the chain of its refresh tokens, and what `sid` in its access tokens names. */
export const refreshFamilies = sqliteTable(
  "refresh_families",
  {
    id: text("id").primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    audience: text("audience").notNull(),
    createdAt: integer("created_at", { mode: "timestamp_ms" }).notNull(),
    authenticatedAt: integer("authenticated_at", { mode: "timestamp_ms" }).notNull(),
    /** The last rotation: an access token that is checked without a read leaves no trace. */
    lastSeenAt: integer("last_seen_at", { mode: "timestamp_ms" }).notNull(),
    idleTimeoutSeconds: integer("idle_timeout_seconds").notNull(),
    expiresAt: integer("expires_at", { mode: "timestamp_ms" }).notNull(),
    /** Sticky. The row stays, so that its tokens are known as revoked and not as unknown. */
    revokedAt: integer("revoked_at", { mode: "timestamp_ms" }),
    ip: text("ip").notNull(),
    userAgent: text("user_agent").notNull(),
  },
  (table) => [
    // As for sessions; what is revoked stays in the table for long and is passed over.
    index("refresh_families_by_user").on(
      table.userId,
      table.audience,
      table.revokedAt,
      table.createdAt,
      table.id,
      table.lastSeenAt,
      table.idleTimeoutSeconds,
      table.expiresAt,
    ),
    index("refresh_families_by_expiry").on(table.expiresAt),
  ],
);

export const refreshTokens = sqliteTable(
  "refresh_tokens",
  {
    /** SHA-256 of the refresh token. */
    tokenHash: blob("token_hash", { mode: "buffer" }).primaryKey(),
    familyId: text("family_id")
      .notNull()
      .references(() => refreshFamilies.id, { onDelete: "cascade" }),
    createdAt: integer("created_at", { mode: "timestamp_ms" }).notNull(),
    /** When it was exchanged for its successor, and by whom: the evidence when somebody else comes with it. */
    spentAt: integer("spent_at", { mode: "timestamp_ms" }),
    spentIp: text("spent_ip"),
    spentUserAgent: text("spent_user_agent"),
  },
  (table) => [index("refresh_tokens_by_family").on(table.familyId)],
);

/** Sign-ins whose access tokens are refused, until the last of them has expired. */
export const denylist = sqliteTable(
  "denylist",
  {
    key: text("key").primaryKey(),
    expiresAt: integer("expires_at", { mode: "timestamp_ms" }).notNull(),
  },
  (table) => [index("denylist_by_expiry").on(table.expiresAt)],
);

/** Access tokens stamped with a lower version are refused. Outlives its user, whose tokens must stay refused. */
export const tokenVersions = sqliteTable(
  "token_versions",
  {
    userId: text("user_id").notNull(),
    audience: text("audience").notNull(),
    version: integer("version").notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.audience] })],
);

// --- app ---

/** The accounts that are there for demonstrations; removed when DEMO is off. */
export const demoAccounts = sqliteTable(
  "demo_accounts",
  {
    userId: text("user_id")
      .primaryKey()
      .references(() => users.id, { onDelete: "cascade" }),
    /** When it goes by itself: one visitor's. Null for those that everybody uses. */
    expiresAt: integer("expires_at", { mode: "timestamp_ms" }),
  },
  (table) => [index("demo_accounts_by_expiry").on(table.expiresAt)],
);

/** Named as lib/stores/settings.ts flattens them. */
export const settings = sqliteTable("settings", {
  userId: text("user_id")
    .primaryKey()
    .references(() => users.id, { onDelete: "cascade" }),
  authMode: text("auth_mode", { enum: ["session", "jwt"] }).notNull(),
  "jwt.alg": text("jwt_alg", { enum: ["HS256", "RS256", "ES256", "EdDSA"] }).notNull(),
  "jwt.accessTtlSeconds": integer("access_ttl_seconds").notNull(),
  /** The name of a revocation strategy. */
  "jwt.revocation": text("revocation").notNull(),
  "jwt.refreshIdleSeconds": integer("refresh_idle_seconds").notNull(),
  "jwt.refreshAbsoluteSeconds": integer("refresh_absolute_seconds").notNull(),
  "session.idleTimeoutSeconds": integer("session_idle_seconds").notNull(),
  "session.absoluteTimeoutSeconds": integer("session_absolute_seconds").notNull(),
  "session.cacheSeconds": integer("session_cache_seconds").notNull().default(0),
  /** Sign-ins alive at once; one more ends the oldest. */
  maxSignIns: integer("max_sign_ins").notNull().default(50),
});

/**
 * What happened to an account, for its owner and for admins. No reference to users: the record of a deletion
 * outlives the account. `detail` is JSON.
 */
export const auditEvents = sqliteTable(
  "audit_events",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    at: integer("at", { mode: "timestamp_ms" }).notNull(),
    kind: text("kind").notNull(),
    userId: text("user_id").notNull(),
    /** Who did it, when that was somebody else: an admin. */
    actorId: text("actor_id"),
    sessionId: text("session_id"),
    mode: text("mode", { enum: ["session", "jwt"] }),
    ip: text("ip").notNull(),
    userAgent: text("user_agent").notNull(),
    detail: text("detail").notNull(),
  },
  (table) => [
    index("audit_events_by_user").on(table.userId, table.id),
    // A rare kind among many events is found at once: these are in the order of ids as well.
    index("audit_events_by_user_and_kind").on(table.userId, table.kind, table.id),
    index("audit_events_by_kind").on(table.kind, table.id),
    index("audit_events_by_time").on(table.at),
  ],
);

/** Counters of failed attempts, each until `expire`, in milliseconds since 1970. Keys are hashed. */
export const rateLimits = sqliteTable("rate_limits", {
  key: text("key").primaryKey(),
  points: integer("points").notNull().default(0),
  expire: integer("expire"),
});

/** Runs of the labs: what was chosen, what was predicted, and the record of what really happened. */
export const labRuns = sqliteTable(
  "lab_runs",
  {
    id: text("id").primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    lab: text("lab").notNull(),
    status: text("status", { enum: ["running", "finished", "stopped", "failed", "interrupted"] }).notNull(),
    failure: text("failure"),
    /** JSON, like the next two. */
    params: text("params").notNull(),
    predictions: text("predictions").notNull(),
    /** Null while it runs. */
    recording: text("recording"),
    elapsedMs: integer("elapsed_ms").notNull(),
    /** Predictions that turned out right, of those that were made; null while it runs, or for none. */
    right: integer("right_count"),
    asked: integer("asked_count"),
    /** What the key in the run's open link is derived from, together with a secret; null: it has no link. */
    linkSalt: text("link_salt"),
    createdAt: integer("created_at", { mode: "timestamp_ms" }).notNull(),
    endedAt: integer("ended_at", { mode: "timestamp_ms" }),
    expiresAt: integer("expires_at", { mode: "timestamp_ms" }).notNull(),
  },
  (table) => [
    index("lab_runs_by_user").on(table.userId, table.createdAt, table.id),
    index("lab_runs_by_expiry").on(table.expiresAt),
  ],
);
