import type { IssuePolicy } from "@/lib/auth/contract";
import { DEFAULT_POLICY } from "@/lib/auth/policy";
import type { LaneSpec } from "./contract";

// The ways of staying signed in that more than one lab compares. ES256 everywhere: the app's default, and its keys
// are made in a moment.

const HOUR = 3600;

/** What a lane does not say otherwise: nothing ends by itself while a run is watched. */
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

/** The seven that the stopwatch and the stale claims watch. Seconds. */
export function sevenLanes(terms: {
  cacheSeconds: number;
  aloneSeconds: number;
  shortSeconds: number;
}): LaneSpec[] {
  const { cacheSeconds, aloneSeconds, shortSeconds } = terms;
  return [
    { id: "session", label: "Database session", mode: "session", policy: sessionPolicy() },
    {
      id: "session-cached",
      label: `Session with a ${cacheSeconds} s cache`,
      mode: "session",
      policy: sessionPolicy({ cacheSeconds }),
    },
    {
      id: "jwt-alone",
      label: `JWT alone, ${aloneSeconds} s`,
      mode: "jwt",
      policy: jwtPolicy({ revocation: "expiry-only", accessTtlSeconds: aloneSeconds }),
      keepsRefreshToken: false,
    },
    {
      id: "jwt-short",
      label: `JWT, ${shortSeconds} s, with refresh`,
      mode: "jwt",
      policy: jwtPolicy({ revocation: "expiry-only", accessTtlSeconds: shortSeconds }),
    },
    {
      id: "jwt-denylist",
      label: "JWT with a denylist",
      mode: "jwt",
      policy: jwtPolicy({ revocation: "denylist" }),
    },
    {
      id: "jwt-version",
      label: "JWT with a token version",
      mode: "jwt",
      policy: jwtPolicy({ revocation: "token-version" }),
    },
    {
      id: "jwt-introspection",
      label: "JWT with introspection",
      mode: "jwt",
      policy: jwtPolicy({ revocation: "introspection" }),
    },
  ];
}
