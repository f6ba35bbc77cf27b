import "server-only";
import type { Principal } from "@/lib/auth/contract";
import { isThrottled } from "@/lib/errors/throttled";
import { clientInfo } from "@/lib/http/request/request-facts";
import type { AccountParts } from "../parts";
import { sharedDemoAccount } from "./demo-accounts";
import type { RequestContext } from "./replace-credential";
import { type SignedInResult, startSignIn } from "./sign-in";
import { createVisitor } from "./visitor";

// Starting as a demo account: one click, no password typed.

/**
 * Signs in to an account of the visitor's own that is like the demo account and lasts a day. Only the admin is everybody's,
 * and so are the others when there are too many visitors. Null for an unknown name, a disabled account, or when DEMO is
 * off. Throws `ThrottledError`.
 */
export async function signInToDemo(
  parts: AccountParts,
  name: string,
  context: RequestContext,
): Promise<SignedInResult | null> {
  const shared = await sharedDemoAccount(parts, name);
  if (!shared) return null;
  parts.budgets.spend("signIn", clientInfo(context.headers).ip);
  const own = name === "alice" || name === "bob" ? await ownAccount(parts, name, context) : null;
  if (!own && shared.disabled) return null;
  return startSignIn(parts, own ?? shared.principal, context);
}

/** Null when there are too many, here or in all. */
async function ownAccount(
  parts: AccountParts,
  like: "alice" | "bob",
  { headers }: RequestContext,
): Promise<Principal | null> {
  try {
    return await createVisitor(parts, { kind: "stay", like }, headers);
  } catch (error) {
    if (isThrottled(error)) return null;
    throw error;
  }
}
