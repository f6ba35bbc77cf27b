CREATE TABLE "audit_events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" bigint NOT NULL,
	"kind" text COLLATE "C" NOT NULL,
	"user_id" text COLLATE "C" NOT NULL,
	"actor_id" text COLLATE "C",
	"session_id" text COLLATE "C",
	"mode" text,
	"ip" text NOT NULL,
	"user_agent" text NOT NULL,
	"detail" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "demo_accounts" (
	"user_id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"expires_at" bigint
);
--> statement-breakpoint
CREATE TABLE "denylist" (
	"key" text COLLATE "C" PRIMARY KEY NOT NULL,
	"expires_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "lab_runs" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"user_id" text COLLATE "C" NOT NULL,
	"lab" text COLLATE "C" NOT NULL,
	"status" text NOT NULL,
	"failure" text,
	"params" text NOT NULL,
	"predictions" text NOT NULL,
	"recording" text,
	"elapsed_ms" integer NOT NULL,
	"right_count" integer,
	"asked_count" integer,
	"created_at" bigint NOT NULL,
	"ended_at" bigint,
	"expires_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" text COLLATE "C" PRIMARY KEY NOT NULL,
	"points" integer DEFAULT 0 NOT NULL,
	"expire" bigint
);
--> statement-breakpoint
CREATE TABLE "refresh_families" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"user_id" text COLLATE "C" NOT NULL,
	"audience" text COLLATE "C" NOT NULL,
	"created_at" bigint NOT NULL,
	"authenticated_at" bigint NOT NULL,
	"last_seen_at" bigint NOT NULL,
	"idle_timeout_seconds" integer NOT NULL,
	"expires_at" bigint NOT NULL,
	"revoked_at" bigint,
	"ip" text NOT NULL,
	"user_agent" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "refresh_tokens" (
	"token_hash" "bytea" PRIMARY KEY NOT NULL,
	"family_id" text COLLATE "C" NOT NULL,
	"created_at" bigint NOT NULL,
	"spent_at" bigint,
	"spent_ip" text,
	"spent_user_agent" text
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"user_id" text COLLATE "C" NOT NULL,
	"audience" text COLLATE "C" NOT NULL,
	"created_at" bigint NOT NULL,
	"authenticated_at" bigint NOT NULL,
	"last_seen_at" bigint NOT NULL,
	"idle_timeout_seconds" integer NOT NULL,
	"cache_seconds" integer DEFAULT 0 NOT NULL,
	"expires_at" bigint NOT NULL,
	"ip" text NOT NULL,
	"user_agent" text NOT NULL,
	CONSTRAINT "sessions_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"user_id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"auth_mode" text NOT NULL,
	"jwt_alg" text NOT NULL,
	"access_ttl_seconds" integer NOT NULL,
	"revocation" text NOT NULL,
	"refresh_idle_seconds" integer NOT NULL,
	"refresh_absolute_seconds" integer NOT NULL,
	"session_idle_seconds" integer NOT NULL,
	"session_absolute_seconds" integer NOT NULL,
	"session_cache_seconds" integer DEFAULT 0 NOT NULL,
	"max_sign_ins" integer DEFAULT 50 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "token_versions" (
	"user_id" text COLLATE "C" NOT NULL,
	"audience" text COLLATE "C" NOT NULL,
	"version" integer NOT NULL,
	CONSTRAINT "token_versions_user_id_audience_pk" PRIMARY KEY("user_id","audience")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"email" text COLLATE "C" NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"password_hash" text NOT NULL,
	"disabled_at" bigint,
	"created_at" bigint NOT NULL,
	CONSTRAINT "users_email_unique" UNIQUE("email")
);
--> statement-breakpoint
ALTER TABLE "demo_accounts" ADD CONSTRAINT "demo_accounts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lab_runs" ADD CONSTRAINT "lab_runs_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refresh_families" ADD CONSTRAINT "refresh_families_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refresh_tokens" ADD CONSTRAINT "refresh_tokens_family_id_refresh_families_id_fk" FOREIGN KEY ("family_id") REFERENCES "public"."refresh_families"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settings" ADD CONSTRAINT "settings_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_events_by_user" ON "audit_events" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "audit_events_by_user_and_kind" ON "audit_events" USING btree ("user_id","kind","id");--> statement-breakpoint
CREATE INDEX "audit_events_by_kind" ON "audit_events" USING btree ("kind","id");--> statement-breakpoint
CREATE INDEX "audit_events_by_time" ON "audit_events" USING btree ("at");--> statement-breakpoint
CREATE INDEX "demo_accounts_by_expiry" ON "demo_accounts" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "denylist_by_expiry" ON "denylist" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "lab_runs_by_user" ON "lab_runs" USING btree ("user_id","created_at","id");--> statement-breakpoint
CREATE INDEX "lab_runs_by_expiry" ON "lab_runs" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "refresh_families_by_user" ON "refresh_families" USING btree ("user_id","audience","revoked_at","created_at","id","last_seen_at","idle_timeout_seconds","expires_at");--> statement-breakpoint
CREATE INDEX "refresh_families_by_expiry" ON "refresh_families" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "refresh_tokens_by_family" ON "refresh_tokens" USING btree ("family_id");--> statement-breakpoint
CREATE INDEX "sessions_by_user" ON "sessions" USING btree ("user_id","audience","created_at","id","last_seen_at","idle_timeout_seconds","expires_at");--> statement-breakpoint
CREATE INDEX "sessions_by_expiry" ON "sessions" USING btree ("expires_at");