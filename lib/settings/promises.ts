import type { Guarantees, IssuePolicy, ModeName, StrategyName } from "@/lib/auth/contract";
import type { Auth } from "@/lib/auth/create-auth";
import { byName, STRATEGY_NAMES } from "@/lib/auth/names";
import { initialSettings } from "./schema";

// What the modes promise under somebody's settings.

/** What the modes promise under the same terms: a JWT by its strategy. */
export interface Promises {
  session: Guarantees;
  jwt: Readonly<Record<StrategyName, Guarantees>>;
}

export function promisesUnder({ auth }: { auth: Auth }, policy: IssuePolicy): Promises {
  const { session, jwt } = auth.modes;
  return {
    session: session.guarantees(policy),
    jwt: byName(STRATEGY_NAMES, (revocation) =>
      jwt.guarantees({ ...policy, jwt: { ...policy.jwt, revocation } }),
    ),
  };
}

/** What they promise to a new account, and the strategy it starts with. */
export function initialPromises(
  parts: { auth: Auth },
  defaultMode: ModeName,
): Promises & { strategy: StrategyName } {
  const policy = initialSettings(defaultMode);
  return { ...promisesUnder(parts, policy), strategy: policy.jwt.revocation };
}
