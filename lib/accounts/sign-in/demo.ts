import "server-only";
import { clientInfo } from "@/lib/http/request/request-facts";
import type { AccountParts } from "../parts";
import type { RequestContext } from "./replace-credential";
import { type SignedInResult, startSignIn } from "./sign-in";

// The demo accounts: one click, no password typed. They exist only while DEMO is on.

const DEMO_ADDRESSES: ReadonlyMap<string, string> = new Map(
  ["alice", "bob", "admin"].map((name) => [name, `${name}@example.com`]),
);

/** Null for an unknown name, a disabled account, or when DEMO is off. Throws `ThrottledError`. */
export async function signInToDemo(
  parts: AccountParts,
  name: string,
  context: RequestContext,
): Promise<SignedInResult | null> {
  const account = await parts.accounts.findByEmail(DEMO_ADDRESSES.get(name) ?? "");
  if (!parts.config.demo || !account?.demo || account.disabled) return null;
  parts.budgets.spend("signIn", clientInfo(context.headers).ip);
  return startSignIn(parts, account.principal, context);
}
