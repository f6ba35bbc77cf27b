ALTER TABLE `demo_accounts` ADD `expires_at` integer;--> statement-breakpoint
CREATE INDEX `demo_accounts_by_expiry` ON `demo_accounts` (`expires_at`);