import { blob, index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

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
  /** Seeded for demonstrations; removed when DEMO is off. */
  demo: integer("demo", { mode: "boolean" }).notNull(),
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
    expiresAt: integer("expires_at", { mode: "timestamp_ms" }).notNull(),
    ip: text("ip").notNull(),
    userAgent: text("user_agent").notNull(),
  },
  (table) => [
    index("sessions_by_user").on(table.userId, table.audience),
    index("sessions_by_expiry").on(table.expiresAt),
  ],
);

// --- app ---

export const settings = sqliteTable("settings", {
  userId: text("user_id")
    .primaryKey()
    .references(() => users.id, { onDelete: "cascade" }),
  authMode: text("auth_mode", { enum: ["session", "jwt"] }).notNull(),
  jwtAlg: text("jwt_alg", { enum: ["HS256", "RS256", "ES256", "EdDSA"] }).notNull(),
  accessTtlSeconds: integer("access_ttl_seconds").notNull(),
  revocation: text("revocation", {
    enum: ["expiry-only", "denylist", "token-version", "introspection"],
  }).notNull(),
  refreshIdleSeconds: integer("refresh_idle_seconds").notNull(),
  refreshAbsoluteSeconds: integer("refresh_absolute_seconds").notNull(),
  sessionIdleSeconds: integer("session_idle_seconds").notNull(),
  sessionAbsoluteSeconds: integer("session_absolute_seconds").notNull(),
});

/** Counters of failed attempts. The shape is the one rate-limiter-flexible expects; keys are hashed. */
export const rateLimits = sqliteTable("rate_limits", {
  key: text("key").primaryKey(),
  points: integer("points").notNull().default(0),
  expire: integer("expire"),
});
