CREATE TABLE `demo_accounts` (
	`user_id` text PRIMARY KEY NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
INSERT INTO `demo_accounts` SELECT `id` FROM `users` WHERE `demo`;--> statement-breakpoint
ALTER TABLE `users` DROP COLUMN `demo`;