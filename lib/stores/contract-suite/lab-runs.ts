import { beforeEach, describe, expect, it } from "vitest";
import type { UserId } from "@/lib/auth/contract";
import { newId } from "@/lib/auth/random";
import {
  KEPT_DAYS,
  MAX_STORED_EACH,
  type NewRun,
  type RunListQuery,
  type RunStore,
  type StoredRun,
} from "../lab-runs";
import type { TestBackend } from "../testing/backends";

// Runs of the labs: kept, found, listed, bounded and swept.

const DAY_MS = 24 * 60 * 60 * 1000;
const NOON = new Date("2026-01-01T12:00:00Z");
const RECORDING = { version: 1, lanes: [], devices: [], seconds: 3, facts: [], dropped: 0 };

export function testLabRuns(backend: () => TestBackend): void {
  describe("runs of the labs", () => {
    let store: RunStore;
    let ada: UserId;
    let bob: UserId;
    beforeEach(async () => {
      store = backend().labRuns;
      ada = (await backend().createAccount()).userId;
      bob = (await backend().createAccount()).userId;
    });

    async function insert(userId: UserId, changes: Partial<NewRun> = {}): Promise<string> {
      const run = { lab: "revocation", params: {}, predictions: {}, createdAt: NOON } as const;
      const id = newId();
      await store.insert({ ...run, id, userId, ...changes });
      return id;
    }
    const at = (milliseconds: number) => new Date(NOON.getTime() + milliseconds);
    const list = (userId: UserId, query: Partial<RunListQuery> = {}) =>
      store.list(userId, { limit: 100, ...query });
    const end = (id: string) =>
      store.end(id, {
        status: "finished",
        failure: null,
        elapsedMs: 3000,
        right: 2,
        asked: 3,
        endedAt: at(3000),
        recording: RECORDING,
      });
    async function found(id: string): Promise<StoredRun> {
      const run = await store.find(id);
      if (!run) throw new Error("There is no such run.");
      return run;
    }

    describe("a stored run", () => {
      it("is found as it was chosen, and after its end as it went", async () => {
        const id = await insert(ada, { params: { event: "sign-out" }, predictions: { session: "refused" } });
        expect(await store.find(id)).toMatchObject({
          id,
          userId: ada,
          lab: "revocation",
          status: "running",
          endedAt: null,
          params: { event: "sign-out" },
          predictions: { session: "refused" },
          createdAt: NOON,
        });
        expect(await store.recordingOf(await found(id))).toBeNull();
        await end(id);
        expect(await store.find(id)).toMatchObject({
          status: "finished",
          elapsedMs: 3000,
          right: 2,
          asked: 3,
          endedAt: at(3000),
        });
        expect(await store.recordingOf(await found(id))).toEqual(RECORDING);
        expect(await store.find("constructor")).toBeNull();
      });

      it("is read once, however many look at it, and not after it is gone", async () => {
        const id = await insert(ada);
        await end(id);
        const run = await found(id);
        const first = await store.recordingOf(run);
        expect(first).toEqual(RECORDING);
        expect(await store.recordingOf(await found(id))).toBe(first);
        await store.remove(ada, id);
        expect([await store.find(id), await store.recordingOf(run)]).toEqual([null, null]);
      });

      it("is removed by its owner only", async () => {
        const id = await insert(ada);
        expect(await store.remove(bob, id)).toBe(false);
        expect(await store.find(id)).not.toBeNull();
        expect(await store.remove(ada, id)).toBe(true);
        expect([await store.find(id), await store.remove(ada, id)]).toEqual([null, false]);
      });

      it("has one link at most, given and taken by its owner when it is over", async () => {
        const id = await insert(ada);
        expect(await store.setLink(ada, id, "one")).toBe(false);
        await end(id);
        expect([await store.setLink(bob, id, "one"), (await found(id)).linkSalt]).toEqual([false, null]);
        expect([await store.setLink(ada, id, "one"), await store.setLink(ada, id, "two")]).toEqual([
          true,
          true,
        ]);
        expect((await found(id)).linkSalt).toBe("one");
        expect([await store.setLink(bob, id, null), (await found(id)).linkSalt]).toEqual([false, "one"]);
        expect([await store.setLink(ada, id, null), (await found(id)).linkSalt]).toEqual([true, null]);
      });

      it("of an account that is gone is not begun, and it is said why", async () => {
        await backend().accounts.remove(ada);
        await expect(insert(ada)).rejects.toMatchObject({ code: "account_closed" });
        expect(await list(ada)).toEqual([]);
        await insert(bob);
      });

      it("goes with its account, and its end is then written nowhere", async () => {
        const id = await insert(ada);
        await backend().accounts.remove(ada);
        expect(await store.find(id)).toBeNull();
        await end(id);
        expect(await store.find(id)).toBeNull();
      });
    });

    describe("a list", () => {
      it("has a person's own, newest first, of one lab or of all", async () => {
        const first = await insert(ada);
        const second = await insert(ada, { lab: "theft", createdAt: at(1) });
        await insert(bob);
        expect((await list(ada)).map(({ id }) => id)).toEqual([second, first]);
        expect((await list(ada, { lab: "revocation" })).map(({ id }) => id)).toEqual([first]);
        expect(await list(ada, { lab: "races" })).toEqual([]);
      });

      it("comes in pages, each run once, also those of the same millisecond", async () => {
        const made: string[] = [];
        for (let i = 0; i < 5; i++) made.push(await insert(ada, { createdAt: at(Math.floor(i / 3)) }));
        const seen: string[] = [];
        for (let after: StoredRun | undefined; ; ) {
          const page = await list(ada, { limit: 2, after });
          if (page.length === 0) break;
          seen.push(...page.map(({ id }) => id));
          after = page.at(-1);
        }
        expect(seen).toEqual((await list(ada)).map(({ id }) => id));
        expect(seen.toSorted()).toEqual(made.toSorted());
      });

      it("keeps so many of each person: the oldest make room, and nobody else's", async () => {
        const bobs = await insert(bob, { createdAt: at(-DAY_MS) });
        const ids: string[] = [];
        for (let i = 0; i < MAX_STORED_EACH; i++) ids.push(await insert(ada, { createdAt: at(i) }));
        expect(await list(ada)).toHaveLength(MAX_STORED_EACH);
        ids.push(await insert(ada, { createdAt: at(1000) }), await insert(ada, { createdAt: at(1001) }));
        expect((await list(ada)).map(({ id }) => id)).toEqual(ids.slice(2).reverse());
        expect(await store.find(bobs)).not.toBeNull();
      });
    });

    describe("the sweep", () => {
      it("removes what is over its days, a batch at a time, and nothing younger", async () => {
        await store.deleteExpired(new Date("2030-01-01"), 1000);
        const old = [await insert(ada), await insert(ada, { createdAt: at(1) }), await insert(bob)];
        const young = await insert(bob, { createdAt: at(2000) });
        const limit = at(KEPT_DAYS * DAY_MS);
        expect(await store.deleteExpired(limit, 10)).toBe(0);
        const after = new Date(limit.getTime() + 1000);
        expect([await store.deleteExpired(after, 2), await store.deleteExpired(after, 2)]).toEqual([2, 1]);
        const left = await Promise.all([...old, young].map((id) => store.find(id)));
        expect(left.map((run) => run !== null)).toEqual([false, false, false, true]);
      });
    });
  });
}
