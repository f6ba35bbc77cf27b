import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Credentials } from "./contract";
import { STRATEGY_NAMES } from "./names";
import { MINUTE, SECOND } from "./testing/kit";
import { ABSOLUTE_SECONDS, createTrial, IDLE_SECONDS, steps } from "./testing/lifecycle";
import { STORE_NAMES } from "./testing/stores";

// Any order of refreshing, replaying, waiting, signing out and disabling comes out as the model says: never two
// successors, nothing ended comes back, no limit moves.

for (const store of STORE_NAMES) {
  describe.each(STRATEGY_NAMES)(`jwt over ${store} with %s`, (revocation) => {
    const runs = { memory: 60, sqlite: 15, postgres: 4, redis: 4 }[store];

    it("any order of steps comes out as the model says", async () => {
      await fc.assert(
        fc.asyncProperty(steps, async (plan) => {
          const trial = await createTrial(store, revocation);
          for (const step of plan) {
            await trial.take(step);
            await trial.check();
          }
          await trial.checkTokens();
          await trial.h.close();
        }),
        { numRuns: runs },
      );
    });

    it("a holder who repeats what was lost within the window is never signed out before the limit", async () => {
      const round = fc.record({
        tabs: fc.integer({ min: 1, max: 4 }),
        lost: fc.integer({ min: 0, max: 3 }),
        retryAfter: fc.integer({ min: 0, max: 3333 }),
        pause: fc.integer({ min: 0, max: IDLE_SECONDS * SECOND - 10_000 }),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(round, { minLength: 1, maxLength: 8 }), async (rounds) => {
          const { h, issued } = await createTrial(store, revocation);
          let held = issued[0]?.credentials;
          const end = Number(h.clock.now()) + ABSOLUTE_SECONDS * SECOND;
          for (const { tabs, lost, retryAfter, pause } of rounds) {
            for (let attempt = 0; held && attempt <= lost; attempt++) {
              if (attempt > 0) h.clock.advance(Math.min(retryAfter, 9_999 / lost));
              if (Number(h.clock.now()) >= end) return h.close();
              const asking: Credentials = held;
              const results = await Promise.all(Array.from({ length: tabs }, () => h.refresh(asking)));
              for (const result of results) expect(result.kind).toBe("refreshed");
              const [last] = results;
              if (attempt === lost && last?.kind === "refreshed") held = last.credentials;
            }
            expect(await h.mode.list(h.ada.userId)).toHaveLength(1);
            h.clock.advance(pause);
          }
          expect(h.events.filter(({ kind }) => kind === "reused")).toEqual([]);
          await h.close();
        }),
        { numRuns: runs },
      );
    });

    it("a thief who uses a spent token outside the window, or a step behind, always ends the family", async () => {
      const theft = fc.record({
        before: fc.integer({ min: 1, max: 5 }),
        stolen: fc.nat(4),
        after: fc.constantFrom(9_999, 10_000, MINUTE - 1),
      });
      await fc.assert(
        fc.asyncProperty(theft, async ({ before, stolen, after }) => {
          const trial = await createTrial(store, revocation);
          const family = trial.pick(0);
          for (let round = 0; round < before; round++) await trial.refresh(family, round, 1);
          const spent = Math.min(stolen, before - 1);
          // The last spent token still leads to its waiting successor, until the window is over.
          trial.h.clock.advance(spent === before - 1 ? Math.max(after, 10_000) : after);
          await trial.refresh(family, spent, 1);
          expect(family.isRevoked).toBe(true);
          expect(trial.h.events.at(-1)).toMatchObject({ kind: "reused", sessionId: family.id });
          for (const [index] of family.links.entries()) await trial.refresh(family, index, 1);
          await trial.check();
          await trial.checkTokens();
          await trial.h.close();
        }),
        { numRuns: runs },
      );
    });
  });
}
