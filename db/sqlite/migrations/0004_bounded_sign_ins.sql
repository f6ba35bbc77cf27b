DROP INDEX `lab_runs_by_user`;--> statement-breakpoint
CREATE INDEX `lab_runs_by_user` ON `lab_runs` (`user_id`,`created_at`,`id`);--> statement-breakpoint
DROP INDEX `refresh_families_by_user`;--> statement-breakpoint
CREATE INDEX `refresh_families_by_user` ON `refresh_families` (`user_id`,`audience`,`revoked_at`,`created_at`,`id`,`last_seen_at`,`idle_timeout_seconds`,`expires_at`);--> statement-breakpoint
DROP INDEX `sessions_by_user`;--> statement-breakpoint
CREATE INDEX `sessions_by_user` ON `sessions` (`user_id`,`audience`,`created_at`,`id`,`last_seen_at`,`idle_timeout_seconds`,`expires_at`);--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_settings` (
	`user_id` text PRIMARY KEY NOT NULL,
	`auth_mode` text NOT NULL,
	`jwt_alg` text NOT NULL,
	`access_ttl_seconds` integer NOT NULL,
	`revocation` text NOT NULL,
	`refresh_idle_seconds` integer NOT NULL,
	`refresh_absolute_seconds` integer NOT NULL,
	`session_idle_seconds` integer NOT NULL,
	`session_absolute_seconds` integer NOT NULL,
	`session_cache_seconds` integer DEFAULT 0 NOT NULL,
	`max_sign_ins` integer DEFAULT 50 NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
INSERT INTO `__new_settings`("user_id", "auth_mode", "jwt_alg", "access_ttl_seconds", "revocation", "refresh_idle_seconds", "refresh_absolute_seconds", "session_idle_seconds", "session_absolute_seconds", "session_cache_seconds", "max_sign_ins") SELECT "user_id", "auth_mode", "jwt_alg", "access_ttl_seconds", "revocation", "refresh_idle_seconds", "refresh_absolute_seconds", "session_idle_seconds", "session_absolute_seconds", "session_cache_seconds", coalesce("max_sign_ins", 50) FROM `settings`;--> statement-breakpoint
DROP TABLE `settings`;--> statement-breakpoint
ALTER TABLE `__new_settings` RENAME TO `settings`;--> statement-breakpoint
PRAGMA foreign_keys=ON;