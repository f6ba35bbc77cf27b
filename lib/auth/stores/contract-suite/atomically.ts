import { beforeEach, describe, expect, it } from "vitest";
import type { Stores } from "../../parts";
import { AUDIENCE } from "../../testing/kit";
import { at, NOW, type StoreFixture } from "../../testing/store-fixture";
import type { Units } from "./terms";

// Several store calls as one: all are kept or none, as if nobody had come between.

export function testAtomically(fixture: () => StoreFixture, units: Units): void {
  describe("atomically", () => {
    let f: StoreFixture;
    let stores: Stores;
    beforeEach(() => {
      f = fixture();
      stores = f.stores;
    });
    const fault = new Error("the caller's own");
    /** Lets everything run that does not have to wait. */
    const pause = () => new Promise((resolve) => setTimeout(resolve, 5));
    const version = () => stores.revocations.version(f.ada.userId, AUDIENCE);
    const bump = () => stores.revocations.bumpVersion(f.ada.userId, AUDIENCE);

    it("keeps all of it and returns what the work returns", async () => {
      const result = await stores.atomically(async () => {
        const session = await f.addSession();
        const { family } = await f.addFamily();
        await stores.revocations.deny(["key"], at(1));
        return { session, family, version: await bump() };
      });
      expect((await stores.sessions.find(result.session.tokenHash, NOW))?.session).toEqual(result.session);
      expect((await stores.refreshTokens.find(result.family.id, NOW))?.family).toEqual(result.family);
      expect(await stores.revocations.isDenied("key", NOW)).toBe(true);
      expect(result.version).toBe(1);
    });

    it("keeps none of it when the work throws, in any store, and throws the same", async () => {
      const [kept, spared] = [await f.addSession(), await f.addFamily()];
      const work = async () => {
        const session = await f.addSession();
        await stores.sessions.delete(f.ada.userId, AUDIENCE, kept.id);
        await f.rotate(spared.tokenHash);
        await stores.refreshTokens.revokeByUser(f.ada.userId, AUDIENCE, NOW);
        await stores.revocations.deny(["key"], at(1));
        await bump();
        expect(await stores.sessions.find(session.tokenHash, NOW)).not.toBeNull();
        throw fault;
      };
      await expect(stores.atomically(work)).rejects.toBe(fault);
      expect(await stores.sessions.listByUser(f.ada.userId, AUDIENCE, NOW)).toEqual([kept]);
      expect(await stores.refreshTokens.listByUser(f.ada.userId, AUDIENCE, NOW)).toEqual([spared.family]);
      expect(await f.rotate(spared.tokenHash)).toMatchObject({ kind: "rotated", repeated: false });
      expect(await stores.revocations.isDenied("key", NOW)).toBe(false);
      expect(await version()).toBe(0);
      expect(await bump()).toBe(1);
    });

    it("a call made within joins: it does not wait for the end, and goes with the whole", async () => {
      await stores.atomically(() => stores.atomically(async () => stores.atomically(bump)));
      expect(await version()).toBe(1);
      const outer = stores.atomically(async () => {
        expect(await stores.atomically(bump)).toBe(2);
        await pause();
        expect(await stores.atomically(bump)).toBe(3);
        throw fault;
      });
      await expect(outer).rejects.toBe(fault);
      expect(await version()).toBe(1);
    });

    it("what cannot be undone is done when all is kept, by whoever joined, and not at all when nothing is", async () => {
      const done: string[] = [];
      const { afterCommit } = stores.atomically;
      await stores.atomically(async () => {
        afterCommit(() => done.push("outer"));
        await stores.atomically(async () => afterCommit(() => done.push("inner")));
        await bump();
        expect(done).toEqual([]);
      });
      expect(done).toEqual(["outer", "inner"]);
      const undone = stores.atomically(async () => {
        afterCommit(() => done.push("undone"));
        throw fault;
      });
      await expect(undone).rejects.toBe(fault);
      afterCommit(() => done.push("outside"));
      expect(done).toEqual(["outer", "inner", "outside"]);
    });

    it("what others write meanwhile is not undone with it, and each unit is kept or not on its own", async () => {
      const [first, second, single] = [
        stores.atomically(async () => {
          await bump();
          await pause();
          throw fault;
        }),
        stores.atomically(bump),
        bump(),
      ];
      await expect(first).rejects.toBe(fault);
      expect((await Promise.all([second, single])).sort()).toEqual([1, 2]);
      expect(await version()).toBe(2);
    });

    it("what a unit has read is still true when it is kept: of two that decide by it, one decides by the other", async () => {
      const other = (await f.addPerson()).userId;
      const ofOther = () => stores.revocations.version(other, AUDIENCE);
      // Each writes only where the other has not: run one after the other, one of them does.
      const units = [
        stores.atomically(async () => {
          if ((await ofOther()) > 0) return;
          await pause();
          await bump();
        }),
        stores.atomically(async () => {
          if ((await version()) > 0) return;
          await pause();
          await stores.revocations.bumpVersion(other, AUDIENCE);
        }),
      ];
      await Promise.all(units);
      expect((await version()) + (await ofOther())).toBe(1);
    });

    it("what was started within and runs on after the end does not join the next transaction", async () => {
      let letRun = () => {};
      const gate = new Promise<void>((resolve) => {
        letRun = resolve;
      });
      let straggler: Promise<number> = Promise.resolve(0);
      await stores.atomically(async () => {
        straggler = gate.then(bump);
      });
      const next = stores.atomically(async () => {
        letRun();
        await pause();
        throw fault;
      });
      await expect(next).rejects.toBe(fault);
      expect(await straggler).toBe(1);
      expect(await version()).toBe(1);
    });

    if (units === "take turns")
      it("others who write wait for their turn", async () => {
        const order: string[] = [];
        const [first, second, single] = [
          stores.atomically(async () => {
            await bump();
            await pause();
            order.push("first");
            throw fault;
          }),
          stores.atomically(async () => order.push("second")),
          bump().then((count) => order.push(`single ${count}`)),
        ];
        await expect(first).rejects.toBe(fault);
        await Promise.all([second, single]);
        expect(order).toEqual(["first", "second", "single 1"]);
        expect(await version()).toBe(1);
      });

    it("works again after any number of faults", async () => {
      for (let round = 0; round < 3; round++) {
        await expect(stores.atomically(() => Promise.reject(fault))).rejects.toBe(fault);
        const sync = () => {
          throw fault;
        };
        await expect(stores.atomically(sync)).rejects.toBe(fault);
        const taken = await f.addSession();
        await expect(f.addSession({ id: taken.id })).rejects.toMatchObject({ code: "store_unavailable" });
      }
      expect(await stores.atomically(bump)).toBe(1);
    });
  });
}
