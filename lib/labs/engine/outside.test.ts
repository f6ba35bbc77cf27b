import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Plan } from "../lab";
import { startRegistry, type TestRegistry } from "../testing/registry";

// Which runs can be asked from outside the lab server.

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.stop());

/** What a genuine request from outside is answered. */
async function asked(isLoopback: boolean, changes: Partial<Plan>): Promise<number | null> {
  const started = await registry.start(`${isLoopback} ${Object.keys(changes)}`, {
    ...registry.options(changes),
    isLoopback,
  });
  if ("refused" in started) throw new Error(started.refused);
  const { run } = started;
  const [lane = ""] = run.stage.laneIds;
  const [device = ""] = run.recording(0).devices.map(({ id }) => id);
  const cookie = run.stage.jar(device, lane).header();
  const request = { method: "GET", lane, resource: "me", cookie, ip: "", userAgent: "", body: {} };
  const answer = await registry.answerOutside(run.id, request);
  await registry.remove(run.id);
  return answer === "too_many" ? 429 : (answer?.status ?? null);
}

const foreign: Partial<Plan> = { decorate: (mode) => mode };

describe("a run with foreign implementations", () => {
  it("can be asked by hand where only this machine can ask", async () => {
    expect(await asked(true, foreign)).toBe(200);
  });

  it("answers nobody outside where others could reach it; one with our own implementations does", async () => {
    expect(await asked(false, foreign)).toBeNull();
    expect(await asked(false, {})).toBe(200);
  });
});
