// What is said about an act follows from what the verifier answered, under every strategy.

import { describe, expect, test } from "vitest";
import { strategyLook } from "@/app/_ui/words/strategies";
import type {
  Active,
  Effect,
  InactiveReason,
  ModeName,
  StrategyName,
  Verification,
} from "@/lib/auth/contract";
import { STRATEGY_NAMES } from "@/lib/auth/names";
import { createPrincipal } from "@/lib/auth/testing/kit";
import type { ActName, HalfOutcome } from "@/lib/pair/acts";
import { reportOf } from "./report";

const NOW = new Date();

function accepted(strategy?: StrategyName, revokeOne: Effect = "immediate"): Active {
  return {
    active: true,
    principal: createPrincipal(),
    sessionId: "a-sign-in" as Active["sessionId"],
    issuedAt: NOW,
    authenticatedAt: NOW,
    expiresAt: new Date(NOW.getTime() + 60_000),
    ...(strategy && { strategy }),
    guarantees: {
      revokeOne,
      revokeAll: revokeOne,
      staleClaims: "immediate",
      readsPerVerify: 1,
      detectsReuse: false,
    },
  };
}
const refused = (reason: InactiveReason): Verification => ({ active: false, reason });

type Half = Omit<HalfOutcome, "changed"> & Partial<HalfOutcome>;

function said(act: ActName, mode: ModeName, half: Half, strategy: StrategyName | null = null): string {
  const halves = { [mode]: { changed: null, ...half } };
  const { said } = reportOf({ act, at: NOW, pairId: "a-pair", strategy, halves });
  return said[mode] ?? "";
}

describe.each(STRATEGY_NAMES)("revoking a JWT with %s", (strategy) => {
  const before = accepted(strategy);

  test("a refusal is said to be one, and what it left on the server", () => {
    const gone = refused("revoked");
    const text = said("revoke", "jwt", { before, after: gone, copy: gone }, strategy);
    expect(text).toContain("opens nothing now");
    expect(text).not.toContain("still accepted for");
    expect(text.toLowerCase()).toContain(strategyLook[strategy].ended.toLowerCase());
  });

  test.each<[Effect, string]>([
    ["immediate", "must not be"],
    ["at_expiry", "is looked up nowhere"],
    [{ withinSeconds: 5 }, "what it read up to 5 s ago"],
  ])("a token that is still accepted is never said to be refused: %j", (effect, why) => {
    const token = accepted(strategy, effect);
    const text = said("revoke", "jwt", { before: token, after: token, copy: token }, strategy);
    expect(text).toMatch(/It is still accepted for (1 min|59 s|1 min 1 s)\./);
    expect(text).not.toContain("opens nothing");
    expect(text).toContain(why);
  });

  test("signing out tells what a copy is worth", () => {
    const missing = refused("missing");
    const half = { before, after: missing };
    expect(said("sign-out", "jwt", { ...half, copy: before }, strategy)).toContain("good for");
    expect(said("sign-out", "jwt", { ...half, copy: refused("revoked") }, strategy)).toContain("worthless");
  });
});

test("a copy that is refused for its time is not said to be refused for a revocation", () => {
  const half = (reason: InactiveReason) => {
    const now = refused(reason);
    return { before: now, after: now, copy: now };
  };
  expect(said("replay", "jwt", half("revoked"), "denylist")).toContain("every copy is refused");
  expect(said("replay", "jwt", half("expired"), "denylist")).not.toContain("every copy");
  expect(said("replay", "session", half("revoked"))).toContain("No copy outlives its row.");
  expect(said("replay", "session", half("expired"))).not.toContain("row");
});

test("tampering names the character, as people count", () => {
  const [before, after] = [accepted(), refused("bad_signature")];
  const changed = { index: 224, of: 447, was: "k", is: "l" };
  expect(said("tamper", "session", { before, after, copy: before, changed })).toContain(
    "Character 225 of 447 was changed from “k” to “l”. It is refused",
  );
});
