import "server-only";
import { liveSignIn, requireRecent } from "@/lib/accounts/recent";
import type { Guarantees, IssuePolicy, StrategyName, UserId } from "@/lib/auth/contract";
import type { SignedIn } from "@/lib/session/authenticate";
import { clientInfo } from "@/lib/session/request-facts";
import { getRuntime } from "@/lib/session/runtime";
import { initialSettings, type Settings, type SettingsPatch } from "./settings-store";

// An account's settings, for pages, actions and handlers.

export async function getSettings(userId: UserId): Promise<Settings> {
  return (await getRuntime()).settings.get(userId);
}

/** What the modes promise under the same terms: a JWT by its strategy. */
export interface Promises {
  session: Guarantees;
  jwt: Record<StrategyName, Guarantees>;
}

export async function promisesUnder(policy: IssuePolicy): Promise<Promises> {
  const { session, jwt } = (await getRuntime()).auth.modes;
  const withStrategy = (revocation: StrategyName) =>
    jwt.guarantees({ ...policy, jwt: { ...policy.jwt, revocation } });
  return {
    session: session.guarantees(policy),
    jwt: {
      "expiry-only": withStrategy("expiry-only"),
      denylist: withStrategy("denylist"),
      "token-version": withStrategy("token-version"),
      introspection: withStrategy("introspection"),
    },
  };
}

/** What they promise to a new account, and the strategy it starts with. */
export async function initialPromises(): Promise<Promises & { strategy: StrategyName }> {
  const policy = initialSettings((await getRuntime()).config.defaultMode);
  return { ...(await promisesUnder(policy)), strategy: policy.jwt.revocation };
}

/**
 * Applies to what is issued from now on; answers with the whole. Any change but one of the mode asks for a recent
 * password: looser settings give a stolen credential more, and with tighter ones it locks its owner out. Throws
 * `ReauthenticationRequiredError`, `SignInEndedError`.
 */
export async function changeSettings(
  current: SignedIn,
  patch: SettingsPatch,
  headers: Headers,
): Promise<Settings> {
  const runtime = await getRuntime();
  const { stores, settings, audit } = runtime;
  const { sessionId, mode } = current;
  const { userId } = current.principal;
  return stores.atomically(async () => {
    const before = flat(settings.get(userId));
    const changed = await settings.update(userId, patch);
    const differences = Object.entries(flat(changed)).filter(([name, value]) => value !== before[name]);
    if (differences.some(([name]) => name !== "authMode")) await requireRecent(runtime, current);
    else await liveSignIn(runtime, current);
    if (differences.length > 0) {
      const client = clientInfo(headers);
      const detail = Object.fromEntries(differences);
      await audit.recordFolded({ kind: "settings.changed", userId, sessionId, mode, client, detail });
    }
    return changed;
  });
}

/** By name, as it is written down: `jwt.alg`, `session.cacheSeconds`. */
function flat(settings: Settings): Record<string, string | number | null> {
  const { jwt, session, ...rest } = settings;
  const named = (prefix: string, part: object) =>
    Object.entries(part).map(([name, value]) => [`${prefix}.${name}`, value] as const);
  return Object.fromEntries([...Object.entries(rest), ...named("jwt", jwt), ...named("session", session)]);
}
