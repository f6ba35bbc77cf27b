CREATE TABLE `lab_runs` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`lab` text NOT NULL,
	`status` text NOT NULL,
	`failure` text,
	`params` text NOT NULL,
	`predictions` text NOT NULL,
	`recording` text,
	`elapsed_ms` integer NOT NULL,
	`right_count` integer,
	`asked_count` integer,
	`created_at` integer NOT NULL,
	`ended_at` integer,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `lab_runs_by_user` ON `lab_runs` (`user_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `lab_runs_by_expiry` ON `lab_runs` (`expires_at`);