import fc from "fast-check";
import { expect, it } from "vitest";
import { AUDIENCE } from "./kit";
import { anotherInstance, createPostgresHarness, testDatabase } from "./postgres";
import { at, createStoreFixture, NOW, request, successorOf } from "./store-fixture";

// Two instances and everybody at once: whatever meets whatever, a family has one token that can still be used, or none.

const act = fc.record({
  instance: fc.nat(1),
  /** Which link of the chain is presented. */
  link: fc.nat(3),
  /** The window is over for some. */
  late: fc.constantFrom(0, 0, 0, 5_000, 20_000),
  revokes: fc.constantFrom(false, false, false, false, true),
  pauseMs: fc.nat(6),
});

export function testInterleavings(): void {
  it("any interleaving of refreshes and endings leaves one chain, and what has ended stays ended", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 2, maxLength: 16 }), async (acts) => {
        const one = await createPostgresHarness();
        const f = await createStoreFixture(one);
        const other = await anotherInstance();
        const { family, tokenHash } = await f.addFamily();
        const chain = [tokenHash];
        while (chain.length < 4) chain.push(successorOf(chain.at(-1) ?? tokenHash));
        const outcomes = await Promise.all(
          acts.map(async ({ instance, link, late, revokes, pauseMs }) => {
            await new Promise((resolve) => setTimeout(resolve, pauseMs));
            const stores = [one, other][instance]?.stores ?? one.stores;
            if (revokes) return stores.refreshTokens.revokeFamily(f.ada.userId, AUDIENCE, family.id, NOW);
            return stores.refreshTokens.rotate(request(chain[link] ?? tokenHash, { now: at(late) }));
          }),
        );
        const { rows } = await (await testDatabase()).shell.query(
          "SELECT token_hash, spent_at FROM refresh_tokens WHERE family_id = $1",
          [family.id],
        );
        const live = rows.filter(({ spent_at }) => spent_at === null);
        expect(live).toHaveLength(1);
        // One chain without a gap: the live one is its end, and nothing else was ever made.
        const known = chain
          .concat(successorOf(chain.at(-1) ?? tokenHash))
          .map((hash) => hash.toString("hex"));
        const made = rows.map(({ token_hash }) => token_hash.toString("hex"));
        expect(known.slice(0, made.length).sort()).toEqual(made.sort());
        expect(live[0].token_hash.toString("hex")).toBe(known[made.length - 1]);
        const firsts = outcomes.filter((o) => typeof o === "object" && o.kind === "rotated" && !o.repeated);
        expect(firsts).toHaveLength(made.length - 1);
        // Ended by whoever it was, and by one of them only.
        const endings = outcomes.filter((o) => o === true || (typeof o === "object" && o.kind === "reused"));
        const found = await other.stores.refreshTokens.find(family.id, NOW);
        expect(found?.family.revokedAt !== null).toBe(endings.length > 0);
        expect(endings.length).toBeLessThanOrEqual(1);
        await other.close();
        await one.close();
      }),
      { numRuns: 40 },
    );
  });
}
