import "server-only";
import { z } from "zod";
import type { Credentials, ModeName, Principal } from "@/lib/auth/contract";
import { MODE_NAMES } from "@/lib/auth/create-auth";
import { clientInfo } from "@/lib/session/request-facts";
import { getRuntime, type Runtime } from "@/lib/session/runtime";
import { isAccountClosed } from "./account-closed-error";
import { checkPassword } from "./check-password";
import { exchangeCredential, type RequestContext } from "./exchange";
import { emailSchema, passwordSchema } from "./identity";
import { rememberDevice } from "./known-device";

// Signing in with address and password.

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
  const check = await checkPassword(runtime, input.email, account, input.password, context.headers);
  if (!check || !account) return null;
  const { principal } = account;
  if (!check.isKnownDevice) await rememberDevice(runtime, context.cookies, principal.userId);
  const { passwordHash: checkedHash } = account;
  const options = { newDevice: !check.isKnownDevice, checkedHash, ...(input.mode && { mode: input.mode }) };
  return startSignIn(runtime, principal, context, options).catch((error: unknown) => {
    // Disabled, demoted or given another password while this one was checked: as if it had come later.
    if (isAccountClosed(error)) return null;
    throw error;
  });
}

/** Signs in somebody whose identity is already established, in the account's mode unless another is asked for. */
export async function startSignIn(
  runtime: Runtime,
  user: Principal,
  context: RequestContext,
  options: { mode?: ModeName; newDevice?: boolean; checkedHash?: string } = {},
): Promise<SignedInResult> {
  const { userId } = user;
  const mode = options.mode ?? runtime.settings.get(userId).authMode;
  const client = clientInfo(context.headers);
  const detail = { newDevice: options.newDevice ?? false };
  const { checkedHash } = options;
  const credentials = await exchangeCredential(runtime, context, user, mode, {
    ...(checkedHash !== undefined && { checkedHash }),
    alongside: (sessionId) =>
      runtime.audit.record({ kind: "sign-in", userId, sessionId, mode, client, detail }),
  });
  return { user, mode, credentials };
}
