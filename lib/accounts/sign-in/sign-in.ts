import "server-only";
import { z } from "zod";
import type { Credentials, ModeName, Principal } from "@/lib/auth/contract";
import { MODE_NAMES } from "@/lib/auth/names";
import { isAccountClosed } from "@/lib/errors/account-closed";
import { clientInfo } from "@/lib/http/request/request-facts";
import type { AccountParts } from "../parts";
import { checkPassword } from "./check-password";
import { emailSchema, passwordSchema } from "./identity";
import { rememberDevice } from "./known-device";
import { type RequestContext, replaceCredential } from "./replace-credential";

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
export async function signIn(
  parts: AccountParts,
  input: SignInInput,
  context: RequestContext,
): Promise<SignedInResult | null> {
  const account = await parts.accounts.findByEmail(input.email);
  const check = await checkPassword(parts, input.email, account, input.password, context.headers);
  if (!check || !account) return null;
  const { principal } = account;
  if (!check.isKnownDevice) await rememberDevice(parts, context.cookies, principal.userId);
  const { passwordHash: checkedHash } = account;
  const options = { newDevice: !check.isKnownDevice, checkedHash, ...(input.mode && { mode: input.mode }) };
  return startSignIn(parts, principal, context, options).catch((error: unknown) => {
    // Disabled, demoted or given another password while this one was checked: as if it had come later.
    if (isAccountClosed(error)) return null;
    throw error;
  });
}

/** Signs in somebody whose identity is already established, in the account's mode unless another is asked for. */
export async function startSignIn(
  parts: AccountParts,
  user: Principal,
  context: RequestContext,
  options: { mode?: ModeName; newDevice?: boolean; checkedHash?: string } = {},
): Promise<SignedInResult> {
  const { userId } = user;
  const settings = await parts.settings.get(userId);
  const mode = options.mode ?? settings.authMode;
  const client = clientInfo(context.headers);
  const detail = { newDevice: options.newDevice ?? false };
  const { checkedHash } = options;
  const credentials = await replaceCredential(parts, context, user, mode, {
    settings,
    ...(checkedHash !== undefined && { checkedHash }),
    alongside: (sessionId) =>
      parts.audit.record({ kind: "sign-in", userId, sessionId, mode, client, detail }),
  });
  return { user, mode, credentials };
}
