import type { IssuePolicy } from "@/lib/auth/contract";
import { DEFAULT_POLICY } from "@/lib/auth/policy";

// The policies of lanes. ES256 everywhere: the app's default, and its keys are made in a moment.

const HOUR = 3600;

/** The default of every lane: nothing ends by itself during a run. */
const LONG: IssuePolicy = {
  session: { idleTimeoutSeconds: HOUR, absoluteTimeoutSeconds: HOUR, cacheSeconds: 0 },
  jwt: {
    ...DEFAULT_POLICY.jwt,
    accessTtlSeconds: 300,
    refreshIdleSeconds: HOUR,
    refreshAbsoluteSeconds: HOUR,
  },
};

export function sessionPolicy(session: Partial<IssuePolicy["session"]> = {}): IssuePolicy {
  return { ...LONG, session: { ...LONG.session, ...session } };
}

export function jwtPolicy(jwt: Partial<IssuePolicy["jwt"]>): IssuePolicy {
  return { ...LONG, jwt: { ...LONG.jwt, ...jwt } };
}
