import "server-only";
import { jwtPolicy } from "../common/policies";
import type { LaneSpec } from "../contract";
import type { Decorate } from "../engine/world/world";
import { createTokenTable, rotateForking, rotateNaively, withRotation } from "./naive";
import { type RaceLane, raceLanes } from "./shared/promises";

// The four ways of exchanging a refresh token: two of ours with other windows of grace, and two that are found
// elsewhere. They differ in nothing but that.

/** The clock is put forward by more than this before each exchange. */
export const ACCESS_TTL_SECONDS = 300;
const GRACE_SECONDS = 10;

const policy = jwtPolicy({ revocation: "expiry-only", accessTtlSeconds: ACCESS_TTL_SECONDS });

const GRACE: Readonly<Record<RaceLane, number>> = {
  naive: 0,
  atomic: 0,
  forking: GRACE_SECONDS,
  idempotent: GRACE_SECONDS,
};

export const RACE_LANES: readonly LaneSpec[] = raceLanes.map(({ id, label }) => ({
  id,
  label,
  mode: "jwt",
  policy,
  graceSeconds: GRACE[id],
}));

/** Puts the two foreign ways in the places of the real one. `roundTripMs`: how far away their database is. */
export function foreignRotations(roundTripMs: number): Decorate {
  const foreign = new Map([
    ["naive", rotateNaively],
    ["forking", rotateForking(GRACE_SECONDS)],
  ]);
  const tables = new Map([...foreign.keys()].map((lane) => [lane, createTokenTable(roundTripMs)]));
  return (mode, parts) => {
    const rotate = foreign.get(parts.spec.id);
    const table = tables.get(parts.spec.id);
    return rotate && table ? withRotation(mode, parts, rotate, table) : mode;
  };
}
