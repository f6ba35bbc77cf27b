import "server-only";
import { randomBytes } from "node:crypto";
import type { Principal } from "@/lib/auth/contract";
import type { Stores } from "@/lib/auth/parts";
import { BOUNDS } from "@/lib/auth/policy";
import { clientInfo } from "@/lib/http/request/request-facts";
import { initialSettings } from "@/lib/settings/schema";
import type { AccountParts } from "../parts";
import { sharedDemoAccount } from "./demo-accounts";

// Accounts that are made for one visitor and go by themselves, so that nobody who tries the app meets somebody else's
// sign-ins, runs or settings. They are demo accounts: with DEMO off there are none.

/** In all, with those that are over and not removed yet. */
const MOST = 20_000;
/** Longer than any token lasts that was signed while the account did: then nothing is left that must be refused. */
const LINGER_MS = (BOUNDS.accessTtlSeconds.max + 5 * 60) * 1000;

/** How long it lasts, and which budget it is counted in. */
const KINDS = {
  visit: { seconds: 10 * 60 },
  stay: { seconds: 24 * 60 * 60 },
} as const;

export interface Visit {
  /** "visit": for one press of the front page's button. "stay": for a day. */
  kind: keyof typeof KINDS;
  /** Of the demo account it is like. */
  like: "alice" | "bob";
  /** What it is called, if not as that one. */
  name?: string;
}

/**
 * Makes the account, with the password of the one it is like; what anybody made of that one's role or state does not
 * count. Null with DEMO off, when there is no such demo account, and when there are too many visitors. Throws
 * `ThrottledError`.
 */
export async function createVisitor(
  parts: AccountParts,
  { kind, like, name }: Visit,
  headers: Headers,
): Promise<Principal | null> {
  const model = await sharedDemoAccount(parts, like);
  if (!model || (await parts.accounts.countVisitors()) >= MOST) return null;
  parts.budgets.spend(kind, clientInfo(headers).ip);
  const [person, host] = model.principal.email.split("@");
  const account = {
    // Nobody guesses it: the password is known to all.
    email: `${person}-${randomBytes(8).toString("hex")}@${host}`,
    name: name ?? model.principal.name,
    passwordHash: model.passwordHash,
    expiresAt: new Date(Date.now() + KINDS[kind].seconds * 1000),
  };
  return parts.accounts.create(account, initialSettings(parts.config.defaultMode));
}

interface SweepParts extends Pick<AccountParts, "accounts" | "audit"> {
  stores: Pick<Stores, "atomically" | "revocations">;
}

/**
 * Takes away visitors who are over, with all that is known of them, for the housekeeping. Their sign-ins ended with them
 * and are swept on their own, a few at a time; by now there is little that goes with the account.
 */
export function visitorSweep({ accounts, audit, stores }: SweepParts) {
  return {
    /** Up to `limit` accounts and events. */
    async deleteExpired(now: Date, limit: number): Promise<number> {
      let removed = 0;
      for (const userId of await accounts.expiredVisitors(new Date(now.getTime() - LINGER_MS), limit)) {
        removed += await audit.deleteByUser(userId, limit - removed);
        if (removed >= limit) break;
        await stores.atomically(async () => {
          await stores.revocations.forgetVersions(userId);
          await accounts.remove(userId);
        });
        removed++;
      }
      return removed;
    },
  };
}
