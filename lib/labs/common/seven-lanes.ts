import type { LaneSpec, Question } from "../contract";
import { wholeNumber } from "../fields";
import { jwtPolicy, sessionPolicy } from "./policies";

// The seven ways of staying signed in that more than one lab compares: their lanes, their questions and their fields.

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

/** Without lifetimes: the questions are there before any are chosen. */
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

/** Longer than until the event, also where the sign-in began a moment before the run. */
export const aloneSeconds = (max: number) =>
  wholeNumber("Lifetime of the JWT alone", "It has no refresh token.", {
    unit: "seconds",
    min: 5,
    max,
    default: 10,
  });

/** As offered it lasts beyond what is predicted; of one below 5 s chance decides, and it is not scored. */
export const shortSeconds = (max: number, hint: string) =>
  wholeNumber("Lifetime of the short JWT", hint, {
    unit: "seconds",
    min: 2,
    max,
    default: 6,
    scored: ", scored from 5",
  });

export const cacheSeconds = wholeNumber(
  "Cache of the session",
  "For this long a check uses what it read before, and asks the database nothing.",
  { unit: "seconds", min: 1, max: 20, default: 5, scored: "; 2 and 3 are not scored" },
);
