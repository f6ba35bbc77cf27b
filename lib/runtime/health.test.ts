import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { GET } from "@/app/api/health/route";
import { startApp, type TestApp } from "@/lib/web/testing/app";

// What a load balancer is told of a database that can be read, but not written.

const disk = vi.hoisted(() => ({ freeBlocks: 1_000_000 }));
vi.mock("node:fs/promises", async (original) => ({
  ...(await original<typeof import("node:fs/promises")>()),
  statfs: async () => ({ bavail: disk.freeBlocks, bsize: 4096 }),
}));

let app: TestApp;
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  app = await startApp();
});
afterAll(() => {
  vi.useRealTimers();
  app.stop();
});
/** What was written a moment ago answers for no test but its own. */
afterEach(() => void vi.advanceTimersByTime(2000));

async function health() {
  const answer = await GET();
  return [answer.status, await answer.json()];
}
const OK = [200, { status: "ok", instance: "local", stores: { database: "ok" } }];
const DOWN = [503, { status: "unavailable", instance: "local", stores: { database: "unavailable" } }];
const version = () => app.database.sqlite.pragma("user_version", { simple: true });

it("a database that takes no writes is unavailable, and well again afterwards", async () => {
  expect(await health()).toEqual(OK);
  vi.advanceTimersByTime(2000);
  app.database.sqlite.pragma("query_only = ON");
  expect(await health()).toEqual(DOWN);
  expect(await health()).toEqual(DOWN);
  app.database.sqlite.pragma("query_only = OFF");
  expect(await health()).toEqual(OK);
});

it("a disk without room for the write-ahead log is full, before the first write fails", async () => {
  disk.freeBlocks = 249;
  expect(await health()).toEqual(DOWN);
  disk.freeBlocks = 250;
  expect(await health()).toEqual(OK);
});

it("it really writes, once in two seconds however many ask", async () => {
  const before = version();
  expect(await Promise.all(Array.from({ length: 50 }, health))).toEqual(Array(50).fill(OK));
  const after = version();
  expect(after).not.toBe(before);
  vi.advanceTimersByTime(1999);
  await health();
  expect(version()).toBe(after);
  vi.advanceTimersByTime(1);
  await health();
  expect(version()).not.toBe(after);
});
