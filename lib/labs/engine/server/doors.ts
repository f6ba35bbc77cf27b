import "server-only";
import type { World } from "../world/world";
import type { LiveAnswer, LiveRequest } from "./live-contract";
import { answerLive } from "./live-handler";
import { answerTraced } from "./traced-answer";

// The two ways into a run's world: the run's own requests, and those that people repeat by hand. Each has its bound,
// so that no flood from outside takes the probes' share.

/** More requests than the longest run can need. */
export const MAX_REQUESTS = 20_000;
/** Accepted requests that people repeat by hand. */
export const MAX_OUTSIDE_REQUESTS = 1000;
/** What a credential can be tried with. Not what checks a password: for each hash the app's own sign-in would wait. */
const OUTSIDE: ReadonlySet<string> = new Set([
  "me",
  "admin",
  "devices",
  "refresh",
  "sign-out",
  "sign-out-everywhere",
]);

/** "too_many" beyond the bound, null for no such resource. */
export type Answered = Promise<LiveAnswer | "too_many" | null>;

export interface Doors {
  /** For the run's own requests. */
  answer(request: LiveRequest): Answered;
  /** For everybody else's. */
  answerOutside(request: LiveRequest): Answered;
}

export interface DoorsOptions {
  world: World;
  /** Do its answers say how they came about? */
  traced: boolean;
  opensOutside: boolean;
}

export function createDoors({ world, traced, opensOutside }: DoorsOptions): Doors {
  const answerOwn = traced ? answerTraced : answerLive;
  let requests = 0;
  let outside = 0;
  return {
    async answer(request) {
      requests += 1;
      return requests > MAX_REQUESTS ? "too_many" : answerOwn(world, request);
    },
    async answerOutside(request) {
      if (!opensOutside || !OUTSIDE.has(request.resource.split("/")[0] ?? "")) return null;
      if (outside >= MAX_OUTSIDE_REQUESTS) return "too_many";
      outside += 1;
      const answer = await answerLive(world, request);
      // Attempts without a good credential do not count: a stranger could use the bound up.
      if (!answer?.admitted) outside -= 1;
      return answer;
    },
  };
}
