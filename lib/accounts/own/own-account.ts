import "server-only";
import { AccountClosedError } from "@/lib/errors/account-closed";
import type { SignedIn } from "@/lib/http/signed-in";
import type { Account } from "@/lib/stores/accounts";
import type { AccountParts } from "../parts";

// The account behind a credential, as it is now. A JWT may know less: it says what was true when it was signed.

/** Why an act on one's own account is not done. */
export type AccountRefusal = "wrong_password" | "demo_account" | "last_admin";

/** In words, for people. */
export const REFUSALS: Readonly<Record<AccountRefusal, string>> = {
  wrong_password: "This is not your password.",
  demo_account: "This account is for all visitors, so nobody can change its password or delete it.",
  last_admin: "You are the last admin. Make somebody else one first.",
};

/** Throws `AccountClosedError` when it is gone or disabled. */
export async function ownAccount(
  { accounts }: Pick<AccountParts, "accounts">,
  { principal }: Pick<SignedIn, "principal">,
): Promise<Account> {
  const account = await accounts.find(principal.userId);
  if (!account || account.disabled) throw new AccountClosedError();
  return account;
}

/** False when a JWT outlives its account. */
export async function isOpen(
  parts: AccountParts,
  { principal }: Pick<SignedIn, "principal">,
): Promise<boolean> {
  const account = await parts.accounts.find(principal.userId);
  return account !== null && !account.disabled;
}

/** A demo account that every visitor uses: nobody may take it from the others. */
export function isShared({ config }: AccountParts, { demo, expiresAt }: Account): boolean {
  return config.demo && demo && expiresAt === null;
}

export interface OwnAccount {
  email: string;
  name: string;
  /** Its password cannot be changed and it cannot be deleted. */
  shared: boolean;
}

/** What a person may know of their own account. Throws `AccountClosedError`. */
export async function describeOwnAccount(parts: AccountParts, current: SignedIn): Promise<OwnAccount> {
  const account = await ownAccount(parts, current);
  const { email, name } = account.principal;
  return { email, name, shared: isShared(parts, account) };
}
