import { describe, expect, it } from "vitest";
import { startRegistry } from "../testing/registry";
import type { Plan } from "./plan";

// Which runs can be asked from outside the lab server.

/** What a genuine request from outside is answered. */
async function asked(isLoopback: boolean, changes: Partial<Plan>): Promise<number | null> {
  const registry = startRegistry({ isLoopback });
  const run = await registry.go(changes);
  const [lane = ""] = run.stage.laneIds;
  const [device = ""] = run.recording(0).devices.map(({ id }) => id);
  const cookie = run.stage.jar(device, lane).header();
  const request = { method: "GET", lane, resource: "me", cookie, ip: "", userAgent: "", body: {} };
  const answer = await registry.answerOutside(run.id, request);
  await registry.stop();
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
