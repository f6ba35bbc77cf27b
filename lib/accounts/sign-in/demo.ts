import "server-only";
import { clientInfo } from "@/lib/http/request/request-facts";
import type { AccountParts } from "../parts";
import { sharedDemoAccount } from "./demo-accounts";
import type { RequestContext } from "./replace-credential";
import { type SignedInResult, startSignIn } from "./sign-in";
import { createVisitor } from "./visitor";

// Starting as a demo account: one click, no password typed.

const DAY_SECONDS = 24 * 60 * 60;

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
  const isPerson = shared.principal.role === "user";
  const own = isPerson && (await createVisitor(parts, { like: name, seconds: DAY_SECONDS }, context.headers));
  return startSignIn(parts, own || shared.principal, context);
}
