import "server-only";
import { randomBytes } from "node:crypto";
import type { Principal } from "@/lib/auth/contract";
import { clientInfo } from "@/lib/http/request/request-facts";
import { initialSettings } from "@/lib/settings/schema";
import type { AccountParts } from "../parts";
import { sharedDemoAccount } from "./demo-accounts";

// Accounts that are made for one visitor and go by themselves, so that nobody who tries the app meets somebody else's
// sign-ins, runs or settings. They are demo accounts: with DEMO off there are none.

/** In all. Each has a few rows, and a network makes at most 300 in a quarter of an hour. */
const MOST = 20_000;

export interface Visit {
  /** Of the demo account it is like: alice or bob. */
  like: string;
  /** What it is called, if not as that one. */
  name?: string;
  /** How long it lasts. */
  seconds: number;
}

/**
 * Makes the account, with the password of the one it is like. Null with DEMO off, when there is no such demo account,
 * and when there are too many visitors. Throws `ThrottledError`.
 */
export async function createVisitor(
  parts: AccountParts,
  { like, name, seconds }: Visit,
  headers: Headers,
): Promise<Principal | null> {
  const model = await sharedDemoAccount(parts, like);
  if (!model || (await parts.accounts.countVisitors()) >= MOST) return null;
  parts.budgets.spend("visit", clientInfo(headers).ip);
  const [person, host] = model.principal.email.split("@");
  const account = {
    // Nobody guesses it: the password is known to all.
    email: `${person}-${randomBytes(8).toString("hex")}@${host}`,
    name: name ?? model.principal.name,
    passwordHash: model.passwordHash,
    expiresAt: new Date(Date.now() + seconds * 1000),
  };
  return parts.accounts.create(account, initialSettings(parts.config.defaultMode));
}

/** Takes away visitors whose time is over, with all that is known of them. For the housekeeping. */
export function visitorSweep({
  accounts,
  audit,
  stores,
}: Pick<AccountParts, "accounts" | "audit" | "stores">) {
  return {
    async deleteExpired(now: Date, limit: number): Promise<number> {
      const over = await accounts.expiredVisitors(now, limit);
      for (const userId of over)
        await stores.atomically(async () => {
          await audit.deleteByUser(userId);
          await accounts.remove(userId);
        });
      return over.length;
    },
  };
}
