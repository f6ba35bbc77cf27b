import type { Principal, Role, UserId } from "@/lib/auth/contract";
import type { Settings } from "./settings";

// Accounts as they are kept. A store answers "absent" with null; faults of it are `AuthError("store_unavailable")`.

export interface Account {
  principal: Principal;
  passwordHash: string;
  disabled: boolean;
  /** For demonstrations: one of those that everybody uses, or a visitor's. */
  demo: boolean;
  /** When it goes by itself: a visitor's. */
  expiresAt: Date | null;
}

export interface NewAccount {
  email: string;
  name: string;
  passwordHash: string;
  /** Makes it a visitor's: a demo account that goes by itself. */
  expiresAt?: Date;
}

export interface AccountStore {
  find(userId: UserId): Promise<Account | null>;
  /** By the normalized address. */
  findByEmail(email: string): Promise<Account | null>;
  /** Creates the account and its settings in one transaction; null when the address is taken. */
  create(account: NewAccount, initial: Settings): Promise<Principal | null>;
  /** As an admin sees it. */
  summary(userId: UserId): Promise<AccountSummary | null>;
  /** By address, from the one after `after` on. A search looks through all accounts. */
  list(query: AccountListQuery): Promise<AccountSummary[]>;
  /** False when the hash is no longer `oldHash`: somebody else's change came first. */
  replacePassword(userId: UserId, oldHash: string, newHash: string): Promise<boolean>;
  setRole(userId: UserId, role: Role): Promise<void>;
  setDisabled(userId: UserId, disabledAt: Date | null): Promise<void>;
  /** The account, its settings and sign-ins. */
  remove(userId: UserId): Promise<void>;
  /** The demo accounts that everybody uses. */
  demoIds(): Promise<UserId[]>;
  /** How many visitors have an account of their own, expired or not. */
  countVisitors(): Promise<number>;
  /** Visitors whose time is over, the first of them first. */
  expiredVisitors(now: Date, limit: number): Promise<UserId[]>;
  /** Admins that could do what this one does: only a real admin stands in for a real one. */
  countOtherAdmins(userId: UserId, account: { demo: boolean }): Promise<number>;
}

export interface AccountListQuery {
  limit: number;
  /** The last address of the page before. */
  after?: string | undefined;
  /** Part of an address or name, whatever its case. Left out or empty: everybody. */
  search?: string | undefined;
  /** Nobody but the demo accounts that everybody uses. */
  demoOnly?: boolean;
}

/** An account as an admin sees it. */
export interface AccountSummary extends Principal {
  disabledAt: Date | null;
  createdAt: Date;
  demo: boolean;
  /** When it goes by itself: a visitor's. */
  expiresAt: Date | null;
}
