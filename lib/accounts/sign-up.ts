import "server-only";
import { z } from "zod";
import { log } from "@/lib/audit/log";
import { hashPassword } from "@/lib/auth/password";
import { clientInfo, clientNetwork } from "@/lib/session/request-facts";
import { getRuntime, type Runtime } from "@/lib/session/runtime";
import { initialSettings } from "@/lib/settings/settings-store";
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
  const address = clientNetwork(context.headers);
  const { email, name } = input;
  const passwordHash = await hashPassword(input.password, () => refuseThrottled(runtime, address));
  const initial = initialSettings(runtime.config.defaultMode);
  const user = await runtime.stores.atomically(async () => {
    const created = await runtime.accounts.create({ email, name, passwordHash }, initial);
    const client = clientInfo(context.headers);
    if (created) await runtime.audit.record({ kind: "sign-up", userId: created.userId, client });
    return created;
  });
  if (!user) {
    await runtime.throttle.fail("signUp", address);
    return null;
  }
  await rememberDevice(runtime, context.cookies, user.userId);
  return startSignIn(runtime, user, context);
}

async function refuseThrottled(runtime: Runtime, address: string): Promise<void> {
  try {
    await runtime.throttle.check("signUp", address);
  } catch (error) {
    if (isThrottled(error)) log("sign-up.throttled", {});
    throw error;
  }
}
