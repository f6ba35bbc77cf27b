import "server-only";
import { z } from "zod";
import { log } from "@/lib/audit/log";
import type { ClientInfo, Principal } from "@/lib/auth/contract";
import { hashPassword } from "@/lib/auth/password";
import { clientInfo } from "@/lib/session/request-facts";
import { getRuntime, type Runtime } from "@/lib/session/runtime";
import { initialSettings } from "@/lib/settings/settings-store";
import { networksOf } from "@/lib/throttle/networks";
import { isThrottled } from "@/lib/throttle/throttled-error";
import type { RequestContext } from "./exchange";
import { emailSchema, nameSchema, newPasswordSchema } from "./identity";
import { rememberDevice } from "./known-device";
import { type SignedInResult, startSignIn } from "./sign-in";

// Creating an account. No mail is sent, so whether an address is taken cannot be hidden; asking is throttled.

export const signUpSchema = z.object({ email: emailSchema, password: newPasswordSchema, name: nameSchema });
export type SignUpInput = z.infer<typeof signUpSchema>;

/** Creates the account and signs it in; null when the address is taken. Throws `ThrottledError`. */
export async function signUp(input: SignUpInput, context: RequestContext): Promise<SignedInResult | null> {
  const runtime = await getRuntime();
  try {
    const user = await createAccount(runtime, input, clientInfo(context.headers));
    if (!user) return null;
    await rememberDevice(runtime, context.cookies, user.userId);
    return await startSignIn(runtime, user, context);
  } catch (error) {
    if (isThrottled(error)) log("sign-up.throttled", {});
    throw error;
  }
}

/** Counted before the work, whether or not it succeeds; an address that is taken counts once more, and for longer. */
async function createAccount(
  { accounts, audit, budgets, config, stores, throttle }: Runtime,
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
