import { beforeEach, describe, expect, it } from "vitest";
import type { SignInPage, SignInPosition } from "../../contract";
import type { SessionRecord } from "../../parts";
import { newUserId } from "../../random";
import { AUDIENCE, PAIR_AUDIENCE } from "../../testing/kit";
import { at, NOW, type StoreFixture } from "../../testing/store-fixture";

// Lists and sums of a person's sign-ins: the same for both kinds of them.

const KINDS = {
  sessions: ({ stores, addSession }: StoreFixture) => ({
    store: stores.sessions,
    add: (changes: Changes) => addSession(changes),
  }),
  families: ({ stores, addFamily }: StoreFixture) => ({
    store: stores.refreshTokens,
    add: async (changes: Changes) => (await addFamily(changes)).family,
  }),
};
type Changes = Partial<Omit<SessionRecord, "tokenHash" | "cacheSeconds">>;

export function testSignInLists(fixture: () => StoreFixture): void {
  describe.each(["sessions", "families"] as const)("the list of %s", (kind) => {
    let f: StoreFixture;
    let add: ReturnType<(typeof KINDS)[typeof kind]>["add"];
    let store: ReturnType<(typeof KINDS)[typeof kind]>["store"];
    beforeEach(() => {
      f = fixture();
      ({ store, add } = KINDS[kind](f));
    });
    const list = (page?: SignInPage) => store.listByUser(f.ada.userId, AUDIENCE, NOW, page);
    const tally = (except?: SignInPosition) => store.tallyByUser(f.ada.userId, AUDIENCE, NOW, except?.id);
    /** Every page to the end, joined. */
    async function walk(limit: number, first: "newest" | "oldest"): Promise<string[]> {
      const seen: string[] = [];
      for (let after: SignInPosition | undefined; ; ) {
        const page = await list({ limit, first, after });
        expect(page.length).toBeLessThanOrEqual(limit);
        if (page.length === 0) return seen;
        seen.push(...page.map(({ id }) => id));
        after = page.at(-1);
      }
    }
    async function addNeighbours(): Promise<void> {
      await add({ expiresAt: NOW });
      await add({ lastSeenAt: at(-60_000), idleTimeoutSeconds: 60 });
      await add({ audience: PAIR_AUDIENCE });
      await add({ userId: (await f.addPerson()).userId });
    }

    it("comes in pages of any size, in both orders, each sign-in once, also those of the same millisecond", async () => {
      const made = [];
      for (let i = 0; i < 12; i++) made.push(await add({ createdAt: at(-Math.floor(i / 4)) }));
      await addNeighbours();
      const byAge = made.toSorted(
        (a, b) => b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1),
      );
      const newestFirst = byAge.map(({ id }) => id);
      for (const limit of [1, 3, 4, 11, 12, 100]) {
        expect(await walk(limit, "newest")).toEqual(newestFirst);
        expect(await walk(limit, "oldest")).toEqual(newestFirst.toReversed());
      }
    });

    it("has 50 on a page unless told otherwise", async () => {
      for (let i = 0; i < 51; i++) await add({});
      expect(await list()).toHaveLength(50);
    });

    it("goes on where it was when what it showed last has ended meanwhile", async () => {
      const made = [];
      for (let i = 0; i < 4; i++) made.push(await add({ createdAt: at(-i) }));
      const [, second] = await list({ limit: 2 });
      if (second) await endSome([second]);
      expect((await list({ limit: 2, after: second })).map(({ id }) => id)).toEqual(
        made.slice(2).map(({ id }) => id),
      );
    });

    it("holds what is in use to the millisecond before its idle end, and not from then on", async () => {
      const { id } = await add({ lastSeenAt: at(-59_999), idleTimeoutSeconds: 60 });
      await add({ lastSeenAt: at(-60_000), idleTimeoutSeconds: 60 });
      expect((await list()).map((signIn) => signIn.id)).toEqual([id]);
    });

    it("is summed up: how many there are and the latest instants, but for the one excepted", async () => {
      const none = { count: 0, lastSeenAt: null, expiresAt: null };
      expect(await tally()).toEqual(none);
      await addNeighbours();
      expect(await tally()).toEqual(none);
      const one = await add({ lastSeenAt: at(-1), expiresAt: at(5) });
      const two = await add({ lastSeenAt: at(-2), expiresAt: at(9) });
      expect(await tally()).toEqual({ count: 2, lastSeenAt: at(-1), expiresAt: at(9) });
      expect(await tally(two)).toEqual({ count: 1, lastSeenAt: at(-1), expiresAt: at(5) });
      await endSome([one, two]);
      expect(await tally()).toEqual(none);
      expect(await store.tallyByUser(newUserId(), AUDIENCE, NOW)).toEqual(none);
    });

    async function endSome(signIns: readonly SignInPosition[]): Promise<void> {
      for (const { id } of signIns) {
        await f.stores.sessions.delete(f.ada.userId, AUDIENCE, id);
        await f.stores.refreshTokens.revokeFamily(f.ada.userId, AUDIENCE, id, NOW);
      }
    }
  });
}
