import { afterEach, beforeEach, vi } from "vitest";
import type { Principal } from "@/lib/auth/contract";
import type { AuditRecord } from "@/lib/stores/audit";
import type { TestApp } from "./app";
import { Browser } from "./browser";

// What tests of a credential's whole life share: time that passes at once, a thief's copy of a browser, and what
// the database has of a person's refresh tokens. Knows no rule that it could get wrong together with the app.

/** For the tests of a file: the clock of the app stands still, and goes on by `pass`. */
export function useStillClock(): void {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
  afterEach(() => void vi.useRealTimers());
}

export function pass(seconds: number): void {
  vi.setSystemTime(Date.now() + seconds * 1000);
}

/** The same cookies but those `without`, kept, at another address. */
export function copyOf(browser: Browser, ...without: string[]): Browser {
  const copy = new Browser({ "x-forwarded-for": "203.0.113.66", "user-agent": "Copy/6.6" });
  for (const [name, value] of browser.jar) if (!without.includes(name)) copy.jar.set(name, value);
  return copy;
}

export interface StoredTokens {
  /** Neither used nor of a family that was revoked. */
  live: number;
  spent: number;
  revokedFamilies: number;
}

export function storedTokens({ runtime, database }: TestApp, { userId }: Principal): StoredTokens {
  const count = (condition: string) =>
    Number(
      database.sqlite
        .prepare(
          `SELECT count(*) FROM refresh_families f LEFT JOIN refresh_tokens t ON t.family_id = f.id
           WHERE f.audience = ? AND f.user_id = ? AND ${condition}`,
        )
        .pluck()
        .get(runtime.config.origin, userId),
    );
  return {
    live: count("t.spent_at IS NULL AND f.revoked_at IS NULL"),
    spent: count("t.spent_at IS NOT NULL"),
    revokedFamilies: Number(
      database.sqlite
        .prepare(
          "SELECT count(*) FROM refresh_families WHERE audience = ? AND user_id = ? AND revoked_at IS NOT NULL",
        )
        .pluck()
        .get(runtime.config.origin, userId),
    ),
  };
}

/** A person's audit trail, oldest first. */
export async function trailOf({ runtime }: TestApp, { userId }: Principal): Promise<AuditRecord[]> {
  return (await runtime.audit.list({ userId, limit: 200 })).events.reverse();
}
