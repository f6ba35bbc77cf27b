import "server-only";
import { z } from "zod";
import type { ClientInfo, Principal } from "@/lib/auth/contract";
import { hashPassword } from "@/lib/auth/password";
import { isThrottled } from "@/lib/errors/throttled";
import { networksOf } from "@/lib/http/request/networks";
import { clientInfo } from "@/lib/http/request/request-facts";
import { log } from "@/lib/log/log";
import { initialSettings } from "@/lib/settings/schema";
import type { AccountParts } from "../parts";
import { emailSchema, nameSchema, newPasswordSchema } from "./identity";
import { rememberDevice } from "./known-device";
import type { RequestContext } from "./replace-credential";
import { type SignedInResult, startSignIn } from "./sign-in";

// Creating an account. No mail is sent, so whether an address is taken cannot be hidden; asking is throttled.

export const signUpSchema = z.object({ email: emailSchema, password: newPasswordSchema, name: nameSchema });
export type SignUpInput = z.infer<typeof signUpSchema>;

/** Creates the account and signs it in; null when the address is taken. Throws `ThrottledError`. */
export async function signUp(
  parts: AccountParts,
  input: SignUpInput,
  context: RequestContext,
): Promise<SignedInResult | null> {
  try {
    const user = await createAccount(parts, input, clientInfo(context.headers));
    if (!user) return null;
    await rememberDevice(parts, context.cookies, user.userId);
    return await startSignIn(parts, user, context);
  } catch (error) {
    if (isThrottled(error)) log("sign-up.throttled", {});
    throw error;
  }
}

/** Counted before the work, whether or not it succeeds; an address that is taken counts once more, and for longer. */
async function createAccount(
  { accounts, audit, budgets, config, stores, throttle }: AccountParts,
  { email, password, name }: SignUpInput,
  client: ClientInfo,
): Promise<Principal | null> {
  budgets.spend("signUp", client.ip);
  const networks = networksOf(client.ip);
  const beforeWork = async () => {
    for (const { name: network, shares } of networks) await throttle.check("signUp", network, shares);
  };
  const passwordHash = await hashPassword(password, { askers: networks, beforeWork });
  return stores.atomically(async () => {
    const created = await accounts.create({ email, name, passwordHash }, initialSettings(config.defaultMode));
    if (created) await audit.record({ kind: "sign-up", userId: created.userId, client });
    else for (const { name: network, shares } of networks) await throttle.fail("signUp", network, shares);
    return created;
  });
}
