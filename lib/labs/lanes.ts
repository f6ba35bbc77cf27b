import type { IssuePolicy } from "@/lib/auth/contract";
import { DEFAULT_POLICY } from "@/lib/auth/policy";
import type { LaneSpec, Question } from "./contract";

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

/** Seconds. */
export interface SevenTerms {
  cacheSeconds: number;
  aloneSeconds: number;
  shortSeconds: number;
  /** Lifetime of the JWTs whose strategy asks a store at each check. Left out: it outlives the run. */
  checkedSeconds?: number;
}

/** The seven that the stopwatch and the stale claims watch. */
export function sevenLanes(terms: SevenTerms): LaneSpec[] {
  const { cacheSeconds, aloneSeconds, shortSeconds, checkedSeconds } = terms;
  const checked = checkedSeconds === undefined ? {} : { accessTtlSeconds: checkedSeconds };
  const lifetime = checkedSeconds === undefined ? "" : `, ${checkedSeconds} s`;
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
      label: `JWT with a denylist${lifetime}`,
      mode: "jwt",
      policy: jwtPolicy({ revocation: "denylist", ...checked }),
    },
    {
      id: "jwt-version",
      label: `JWT with a token version${lifetime}`,
      mode: "jwt",
      policy: jwtPolicy({ revocation: "token-version", ...checked }),
    },
    {
      id: "jwt-introspection",
      label: `JWT with introspection${lifetime}`,
      mode: "jwt",
      policy: jwtPolicy({ revocation: "introspection", ...checked }),
    },
  ];
}

/** Questions are put before anybody chose lifetimes, and stay when others are chosen: so without figures. */
const LABELS: Readonly<Record<string, string>> = {
  session: "Database session",
  "session-cached": "Session with a cache",
  "jwt-alone": "JWT alone, without refresh",
  "jwt-short": "Short-lived JWT, with refresh",
  "jwt-denylist": "JWT with a denylist",
  "jwt-version": "JWT with a token version",
  "jwt-introspection": "JWT with introspection",
};

/** The same question about each of the seven. */
export function sevenQuestions(options: Question["options"]): Question[] {
  return Object.entries(LABELS).map(([id, label]) => ({ id, label, options }));
}
