import "server-only";
import { clientInfo } from "@/lib/session/request-facts";
import { getRuntime } from "@/lib/session/runtime";
import type { RequestContext } from "./exchange";
import { type SignedInResult, startSignIn } from "./sign-in";

// The demo accounts: one click, no password typed. They exist only while DEMO is on.

const DEMO_ADDRESSES: ReadonlyMap<string, string> = new Map(
  ["alice", "bob", "admin"].map((name) => [name, `${name}@example.com`]),
);

/** Is this instance one for trying things out? */
export async function demoIsOn(): Promise<boolean> {
  return (await getRuntime()).config.demo;
}

/** Null for an unknown name, a disabled account, or when DEMO is off. Throws `ThrottledError`. */
export async function signInToDemo(name: string, context: RequestContext): Promise<SignedInResult | null> {
  const runtime = await getRuntime();
  const account = runtime.accounts.findByEmail(DEMO_ADDRESSES.get(name) ?? "");
  if (!runtime.config.demo || !account?.demo || account.disabled) return null;
  runtime.budgets.spend("signIn", clientInfo(context.headers).ip);
  return startSignIn(runtime, account.principal, context);
}
