// A pair under every revocation strategy, on a real database: what is ended is refused as its strategy promises,
// and the page knows what it was issued with.

import { describe, expect, test } from "vitest";
import type { StrategyName } from "@/lib/auth/contract";
import { STRATEGY_NAMES } from "@/lib/auth/names";
import { useApp } from "@/lib/web/testing/app";
import { createBrowser } from "./testing/browser";
import { viewPair } from "./view";

useApp();

describe.each(STRATEGY_NAMES)("a pair issued with %s", (strategy) => {
  test("a revoked JWT is refused as soon as it promises, and so is its copy", async () => {
    const { runtime, act, current } = await browserWithPair(strategy);
    const held = await act({ act: "revoke-both" });
    const { before, after, copy } = held.halves.jwt ?? {};
    if (!before?.active) throw new Error("The JWT was not accepted to begin with.");
    expect(before).toMatchObject({ strategy });
    const goesOn = before.guarantees.revokeOne !== "immediate";
    expect([after?.active, copy?.active]).toEqual([goesOn, goesOn]);
    expect(held.halves.session?.after).toEqual({ active: false, reason: "revoked" });
    expect(held.strategy).toBe(strategy);
    // Whatever becomes of the token: nothing is left to renew it from.
    expect(await runtime.pairAuth.modes.jwt.list(current.principal.userId)).toEqual([]);
  });

  test("the page offers the same strategy again, and sees the row that renews it until that ends", async () => {
    const { runtime, act, current, headers } = await browserWithPair(strategy);
    const view = await viewPair(runtime, current.principal.userId, headers());
    expect(view).toMatchObject({ strategy, family: { id: view?.id, mode: "jwt" } });
    await act({ act: "tamper", mode: "jwt" });
    await act({ act: "replay", mode: "jwt" });
    await act({ act: "revoke", mode: "jwt" });
    expect(await viewPair(runtime, current.principal.userId, headers())).toMatchObject({
      strategy,
      family: null,
    });
  });
});

async function browserWithPair(strategy: StrategyName) {
  const made = await createBrowser();
  await made.act({ act: "issue", strategy, alg: "ES256", accessTtlSeconds: 60 });
  return made;
}
