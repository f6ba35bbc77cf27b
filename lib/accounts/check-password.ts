import "server-only";
import { NOBODY } from "@/lib/audit/events";
import { log } from "@/lib/audit/log";
import { verifyPassword } from "@/lib/auth/password";
import { clientInfo, clientNetwork } from "@/lib/session/request-facts";
import type { Runtime } from "@/lib/session/runtime";
import { isThrottled } from "@/lib/throttle/throttled-error";
import type { Account } from "./account-store";
import { knownDevice } from "./known-device";

// Checks a password, slowly for whoever guesses. Unknown account, wrong password and disabled account look the
// same: one answer, one amount of work.

export interface PasswordCheck {
  isKnownDevice: boolean;
}

/** Null for any wrong combination. Throws `ThrottledError` after too many failures. `email` is normalized. */
export async function checkPassword(
  runtime: Runtime,
  email: string,
  account: Account | null,
  password: string,
  headers: Headers,
): Promise<PasswordCheck | null> {
  const attempt = await describeAttempt(runtime, email, account, headers);
  const matches = await verifyPassword(account?.passwordHash ?? null, password, () =>
    refuseThrottled(runtime, attempt, account),
  );
  if (!matches || !account || account.disabled) {
    await recordFailure(runtime, attempt, account, matches, headers);
    return null;
  }
  for (const [limit, key] of attempt.counters)
    if (limit !== "address") await runtime.throttle.forgive(limit, key);
  return attempt;
}

interface Attempt extends PasswordCheck {
  counters: ["account" | "address" | "device", string][];
}

/** What a failure counts against: the owner's own device alone, or account and address. */
async function describeAttempt(
  runtime: Runtime,
  email: string,
  account: Account | null,
  headers: Headers,
): Promise<Attempt> {
  const device = await knownDevice(runtime, headers, account?.principal.userId);
  if (device) return { isKnownDevice: true, counters: [["device", device]] };
  return {
    isKnownDevice: false,
    counters: [
      ["account", email],
      ["address", clientNetwork(headers)],
    ],
  };
}

/** Counted and written down in one transaction, with an account or without: the time it takes tells nothing. */
function recordFailure(
  { stores, throttle, audit }: Runtime,
  { counters }: Attempt,
  account: Account | null,
  matches: boolean,
  headers: Headers,
): Promise<void> {
  const userId = account?.principal.userId ?? NOBODY;
  const reason = account ? (matches ? "user_disabled" : "wrong_password") : "unknown_account";
  return stores.atomically(async () => {
    for (const [limit, key] of counters) await throttle.fail(limit, key);
    await audit.record({ kind: "sign-in.refused", userId, client: clientInfo(headers), detail: { reason } });
  });
}

/** Only logged: a row for each would tell by its time who has an account, or fill the table. */
async function refuseThrottled(
  { throttle }: Runtime,
  { counters }: Attempt,
  account: Account | null,
): Promise<void> {
  try {
    for (const [limit, key] of counters) await throttle.check(limit, key);
  } catch (error) {
    if (isThrottled(error)) {
      const userId = account?.principal.userId ?? NOBODY;
      log("sign-in.throttled", { userId });
    }
    throw error;
  }
}
