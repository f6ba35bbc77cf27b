import { expect, it } from "vitest";
import type { Stores } from "../parts";
import { AUDIENCE } from "./kit";
import type { StoreFixture } from "./store-fixture";

// Units of engines that let others write meanwhile: one that was overtaken by another instance runs again.

interface Instances {
  f: StoreFixture;
  other: { stores: Stores };
}

/** `fault`: what a unit ends with that is overtaken again and again. */
export function testOvertaken(instances: () => Instances, fault: object): void {
  const bump = ({ f }: Instances) => f.stores.revocations.bumpVersion(f.ada.userId, AUDIENCE);
  const version = ({ f, other }: Instances) => other.stores.revocations.version(f.ada.userId, AUDIENCE);

  it("a unit that another instance has overtaken runs again, and what waits for its end runs once", async () => {
    const all = instances();
    const { f, other } = all;
    let runs = 0;
    const effects: number[] = [];
    await f.stores.atomically(async () => {
      const run = ++runs;
      f.stores.atomically.afterCommit(() => effects.push(run));
      const before = await f.stores.revocations.version(f.ada.userId, AUDIENCE);
      if (run === 1) await other.stores.revocations.bumpVersion(f.ada.userId, AUDIENCE);
      expect(await bump(all)).toBe(before + 1);
    });
    expect(await version(all)).toBe(2);
    expect([runs, effects]).toEqual([2, [2]]);
  });

  it("a unit that is always overtaken gives up as a fault", async () => {
    const all = instances();
    const { f, other } = all;
    let runs = 0;
    const unit = f.stores.atomically(async () => {
      runs++;
      await f.stores.revocations.version(f.ada.userId, AUDIENCE);
      await other.stores.revocations.bumpVersion(f.ada.userId, AUDIENCE);
      await bump(all);
    });
    await expect(unit).rejects.toMatchObject(fault);
    expect(runs).toBe(12);
    expect(await version(all)).toBe(12);
  });
}
