// All facts, in groups. A fact is added to its group's file; a group is added here.

import { claimFacts } from "./claims.ts";
import { cookieFacts } from "./cookies.ts";
import type { Facts } from "./fact.ts";
import { flowFacts } from "./flow.ts";
import { promiseFacts } from "./promises.ts";
import { rowFacts } from "./rows.ts";
import { stepFacts } from "./steps.ts";

export const FACT_GROUPS = [
  { id: "steps", title: "Steps of a check and of a sign-in", facts: stepFacts },
  { id: "claims", title: "What a token says", facts: claimFacts },
  { id: "rows", title: "What a session’s row says", facts: rowFacts },
  { id: "cookies", title: "The flags of a cookie", facts: cookieFacts },
  { id: "promises", title: "What each mode promises", facts: promiseFacts },
  { id: "flow", title: "The request’s way", facts: flowFacts },
] as const satisfies readonly { id: string; title: string; facts: Facts }[];

export const FACTS: Facts = Object.assign({}, ...FACT_GROUPS.map(({ facts }) => facts));

/** The files of the tests that are shown: a build reads them, too. */
export const TEST_FILES = [...new Set(Object.values(FACTS).map(({ test }) => test.file))];
