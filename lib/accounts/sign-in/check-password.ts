import "server-only";
import { verifyPassword } from "@/lib/auth/password";
import { isThrottled } from "@/lib/errors/throttled";
import { networksOf } from "@/lib/http/request/networks";
import { clientInfo } from "@/lib/http/request/request-facts";
import { log } from "@/lib/log/log";
import type { Account } from "@/lib/stores/accounts";
import { NOBODY } from "@/lib/stores/audit";
import type { AccountParts } from "../parts";
import { knownDevice } from "./known-device";

// Checks a password, slowly for whoever guesses. Unknown account, wrong password and disabled account look the
// same: one answer, one amount of work.

export interface PasswordCheck {
  isKnownDevice: boolean;
}

/** Null for any wrong combination. Throws `ThrottledError` after too many failures. `email` is normalized. */
export async function checkPassword(
  parts: AccountParts,
  email: string,
  account: Account | null,
  password: string,
  headers: Headers,
): Promise<PasswordCheck | null> {
  return loggingThrottle(account, async () => {
    const { ip } = clientInfo(headers);
    parts.budgets.spend("signIn", ip);
    const attempt = await describeAttempt(parts, email, account, headers);
    const check = () => checkAll(parts, attempt);
    const turn = { askers: networksOf(ip), beforeWork: check };
    const matches = await verifyPassword(account?.passwordHash ?? null, password, turn);
    if (!matches || !account || account.disabled) {
      await recordFailure(parts, attempt, account, matches, headers);
      return null;
    }
    // Asked again: meanwhile other guesses may have used up what was left.
    await check();
    for (const { limit, key } of attempt.counters)
      if (limit !== "address") await parts.throttle.forgive(limit, key);
    return attempt;
  });
}

interface Attempt extends PasswordCheck {
  counters: { limit: "account" | "address" | "device"; key: string; shares?: number }[];
}

/** What a failure counts against: the owner's own device alone, or the account and the networks of the address. */
async function describeAttempt(
  parts: AccountParts,
  email: string,
  account: Account | null,
  headers: Headers,
): Promise<Attempt> {
  const device = await knownDevice(parts, headers, account?.principal.userId);
  if (device) return { isKnownDevice: true, counters: [{ limit: "device", key: device }] };
  const networks = networksOf(clientInfo(headers).ip);
  const ofAddress = networks.map(({ name, shares }) => ({ limit: "address" as const, key: name, shares }));
  return { isKnownDevice: false, counters: [{ limit: "account", key: email }, ...ofAddress] };
}

/** Counted and written down in one transaction, with an account or without: the time it takes tells nothing. */
function recordFailure(
  { stores, throttle, audit }: AccountParts,
  { counters }: Attempt,
  account: Account | null,
  matches: boolean,
  headers: Headers,
): Promise<void> {
  const userId = account?.principal.userId ?? NOBODY;
  const reason = account ? (matches ? "user_disabled" : "wrong_password") : "unknown_account";
  return stores.atomically(async () => {
    for (const { limit, key, shares } of counters) await throttle.fail(limit, key, shares);
    const client = clientInfo(headers);
    await audit.recordFolded({ kind: "sign-in.refused", userId, client, detail: { reason } });
  });
}

async function checkAll({ throttle }: AccountParts, { counters }: Attempt): Promise<void> {
  for (const { limit, key, shares } of counters) await throttle.check(limit, key, shares);
}

/** Only logged: a row for each would tell by its time who has an account, or fill the table. */
async function loggingThrottle<T>(account: Account | null, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isThrottled(error)) log("sign-in.throttled", { userId: account?.principal.userId ?? NOBODY });
    throw error;
  }
}
