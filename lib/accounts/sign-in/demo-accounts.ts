import "server-only";
import type { Account } from "@/lib/stores/accounts";
import type { AccountParts } from "../parts";

// The demo accounts that everybody uses. They exist only while DEMO is on.

const DEMO_ADDRESSES: ReadonlyMap<string, string> = new Map(
  ["alice", "bob", "admin"].map((name) => [name, `${name}@example.com`]),
);

/** Disabled or not. Null for an unknown name, a real account at that address, or when DEMO is off. */
export async function sharedDemoAccount(
  { accounts, config }: Pick<AccountParts, "accounts" | "config">,
  name: string,
): Promise<Account | null> {
  const account = await accounts.findByEmail(DEMO_ADDRESSES.get(name) ?? "");
  return config.demo && account?.demo ? account : null;
}
