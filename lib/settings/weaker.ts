import type { StrategyName } from "@/lib/auth/contract";
import type { Settings } from "./settings-store";

// Would these settings give a stolen credential more than the old ones? Whoever found an open browser could
// otherwise choose longer lifetimes or a strategy that ends nothing.

/** What a strategy can end before its time. */
const REACH: Readonly<Record<StrategyName, number>> = {
  "expiry-only": 0,
  "token-version": 1,
  denylist: 1,
  introspection: 2,
};

export function isWeaker(before: Settings, after: Settings): boolean {
  if (REACH[after.jwt.revocation] < REACH[before.jwt.revocation]) return true;
  const allowed = durations(before);
  return durations(after).some((seconds, index) => seconds > (allowed[index] ?? 0));
}

/** Everything of which more is weaker, in one order. */
function durations({ jwt, session, maxSignIns }: Settings): number[] {
  return [
    jwt.accessTtlSeconds,
    jwt.refreshIdleSeconds,
    jwt.refreshAbsoluteSeconds,
    session.idleTimeoutSeconds,
    session.absoluteTimeoutSeconds,
    session.cacheSeconds,
    maxSignIns ?? Number.POSITIVE_INFINITY,
  ];
}
