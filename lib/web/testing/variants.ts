import type { Credentials, Effect, ModeName, Principal, StrategyName } from "@/lib/auth/contract";
import { STRATEGY_NAMES } from "@/lib/auth/names";
import { clientInfo } from "@/lib/http/request/request-facts";
import type { TestApp } from "./app";
import type { Browser } from "./browser";

// Both modes, and the JWT with every revocation strategy: what an account may be signed in with.

export interface Variant {
  /** For people. */
  name: string;
  mode: ModeName;
  revocation: StrategyName;
}

export const VARIANTS: readonly Variant[] = [
  { name: "a session", mode: "session", revocation: "expiry-only" },
  ...STRATEGY_NAMES.map((revocation) => ({
    name: `a JWT with ${revocation}`,
    mode: "jwt" as const,
    revocation,
  })),
];

/** An account that signs in in this way. */
export async function createVariantAccount(app: TestApp, { mode, revocation }: Variant): Promise<Principal> {
  const principal = await app.createAccount(mode);
  await app.runtime.settings.update(principal.userId, { jwt: { revocation } });
  return principal;
}

/** What a copy of an access token or session is worth once it was ended, as far as no time passes. */
export async function worthOf(
  { runtime }: TestApp,
  { userId }: Principal,
  { mode }: Variant,
): Promise<200 | 401> {
  const effect: Effect = runtime.auth.modes[mode].guarantees(await runtime.settings.get(userId)).revokeOne;
  return effect === "immediate" ? 401 : 200;
}

/** As somebody who gave the password so many minutes ago. */
export async function signInSince(
  { runtime }: TestApp,
  browser: Browser,
  principal: Principal,
  mode: ModeName,
  minutes: number,
): Promise<Credentials> {
  const authenticatedAt = new Date(Date.now() - minutes * 60_000);
  const client = clientInfo(browser.requestHeaders({}));
  const policy = await runtime.settings.get(principal.userId);
  const issued = await runtime.auth.modes[mode].issue(principal, client, policy, { authenticatedAt });
  runtime.cookies.setCredentials(browser, mode, issued);
  return issued;
}
