// Owns the demo accounts: three people to sign in as when there is nothing to lose. Their password is public,
// so where demos are off they must not exist, nor anything they gave. Knows no engine.

export const DEMO_PASSWORD = "correct horse battery staple";
export const DEMO_ACCOUNTS = [
  { email: "alice@example.com", name: "Alice", role: "user" },
  { email: "bob@example.com", name: "Bob", role: "user" },
  { email: "admin@example.com", name: "Admin", role: "admin" },
] as const;

export type DemoAccount = (typeof DEMO_ACCOUNTS)[number];

/** An account that has one of the addresses. */
export interface FoundDemo {
  id: string;
  role: string;
  passwordHash: string;
  /** False for somebody's real account. */
  demo: boolean;
}

/** What a backend does for them. Each call is one transaction. */
export interface DemoStore<Settings> {
  find(email: string): Promise<FoundDemo | null>;
  /** Nothing, where another process that seeds at the same time was first. */
  add(account: DemoAccount, passwordHash: string, settings: Settings): Promise<void>;
  /** Makes it what it should be, and not disabled. */
  repair(
    id: string,
    account: DemoAccount,
    change: { passwordHash: string; endSignIns: boolean },
  ): Promise<void>;
  /**
   * Removes the demo accounts with all they own, sessions included, and what is on record of visitors. Roles that a demo
   * admin gave end with them, and those that were given on: before demo admins were kept to demo accounts they could
   * make anybody an admin.
   */
  remove(): Promise<Removed>;
}

export interface Removed {
  /** How many demo accounts there were. */
  accounts: number;
  /** Addresses of the people who are no admins any more. */
  demoted: string[];
}

export interface SeedOptions<Settings> {
  hashPassword: (password: string) => Promise<string>;
  verifyPassword: (hash: string, password: string) => Promise<boolean>;
  /** Of a new account. */
  settings: Settings;
}

/**
 * Adds the demo accounts that are missing and puts right what visitors made of the others: name, role and password are
 * as above, and nobody is disabled. A real account with one of the addresses stays as it is.
 */
export async function seedDemo<Settings>(
  store: DemoStore<Settings>,
  { hashPassword, verifyPassword, settings }: SeedOptions<Settings>,
): Promise<void> {
  for (const account of DEMO_ACCOUNTS) {
    const found = await store.find(account.email);
    if (!found) await store.add(account, await hashPassword(DEMO_PASSWORD), settings);
    if (!found?.demo) continue;
    // What is no hash at all is no right one either.
    const isRight = await verifyPassword(found.passwordHash, DEMO_PASSWORD).catch(() => false);
    const passwordHash = isRight ? found.passwordHash : await hashPassword(DEMO_PASSWORD);
    await store.repair(found.id, account, {
      passwordHash,
      endSignIns: !isRight || found.role !== account.role,
    });
  }
}
