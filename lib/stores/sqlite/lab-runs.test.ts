import { expect, it, vi } from "vitest";
import { makeTables } from "@/db/sqlite/migrate";
import type { Atomically } from "@/lib/auth/parts";
import { sqliteBackend } from "./backend";
import { createRunStore } from "./lab-runs";

// How SQLite goes about runs of the labs. What is asked of it stands in the contract suite.

it("a recording is written out before the store is held", async () => {
  const { database } = await sqliteBackend(":memory:", makeTables).open();
  const held = vi.fn();
  const hold: <T>(work: () => Promise<T>) => Promise<T> = (work) => {
    held();
    return work();
  };
  const holding: Atomically = Object.assign(hold, { afterCommit: (effect: () => void) => effect() });
  const stringify = vi.spyOn(JSON, "stringify");
  const ended = { status: "finished", failure: null, elapsedMs: 1, right: null, asked: null } as const;
  await createRunStore(database.db, holding).end("id", {
    ...ended,
    endedAt: new Date(),
    recording: { facts: [] },
  });
  const [writtenOut] = stringify.mock.invocationCallOrder;
  stringify.mockRestore();
  expect(writtenOut).toBeLessThan(held.mock.invocationCallOrder[0] ?? 0);
});
