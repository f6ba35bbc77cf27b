import "server-only";
import { z } from "zod";
import { log } from "@/lib/audit/log";
import type { Credentials, ModeName, Principal } from "@/lib/auth/contract";
import { MODE_NAMES } from "@/lib/auth/create-auth";
import { verifyPassword } from "@/lib/auth/password";
import { clientNetwork } from "@/lib/session/request-facts";
import { getRuntime, type Runtime } from "@/lib/session/runtime";
import { isThrottled } from "@/lib/throttle/throttled-error";
import type { Account } from "./account-store";
import { exchangeCredential, type RequestContext } from "./exchange";
import { emailSchema, passwordSchema } from "./identity";
import { knownDevice, rememberDevice } from "./known-device";

// Signing in with address and password. Unknown account, wrong password and disabled account look the same:
// one answer, one amount of work.

export const signInSchema = z.object({
  email: emailSchema,
  password: passwordSchema,
  mode: z.enum(MODE_NAMES, "Please choose a mode.").optional(),
});
export type SignInInput = z.infer<typeof signInSchema>;

export interface SignedInResult {
  user: Principal;
  mode: ModeName;
  credentials: Credentials;
}

/** Null for any wrong combination. Throws `ThrottledError` after too many failures. */
export async function signIn(input: SignInInput, context: RequestContext): Promise<SignedInResult | null> {
  const runtime = await getRuntime();
  const account = runtime.accounts.findByEmail(input.email);
  const attempt = await describeAttempt(runtime, input.email, account, context.headers);
  const matches = await verifyPassword(account?.passwordHash ?? null, input.password, () =>
    refuseThrottled(runtime, attempt, account),
  );
  if (!matches || !account || account.disabled) {
    for (const [limit, key] of attempt.counters) await runtime.throttle.fail(limit, key);
    log("sign-in.refused", { userId: account?.principal.userId });
    return null;
  }
  for (const [limit, key] of attempt.counters)
    if (limit !== "address") await runtime.throttle.forgive(limit, key);
  if (!attempt.isKnownDevice) await rememberDevice(runtime, context.cookies, account.principal.userId);
  return startSignIn(runtime, account.principal, context, input.mode);
}

/** Signs in somebody whose identity is already established, in the account's mode unless another is asked for. */
export async function startSignIn(
  runtime: Runtime,
  user: Principal,
  context: RequestContext,
  requestedMode?: ModeName,
): Promise<SignedInResult> {
  const mode = requestedMode ?? runtime.settings.get(user.userId).authMode;
  const credentials = await exchangeCredential(runtime, context, user, mode);
  log("sign-in.succeeded", { userId: user.userId, sessionId: credentials.sessionId, mode });
  return { user, mode, credentials };
}

interface Attempt {
  isKnownDevice: boolean;
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

async function refuseThrottled(runtime: Runtime, attempt: Attempt, account: Account | null): Promise<void> {
  try {
    for (const [limit, key] of attempt.counters) await runtime.throttle.check(limit, key);
  } catch (error) {
    if (isThrottled(error)) log("sign-in.throttled", { userId: account?.principal.userId });
    throw error;
  }
}
