import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { labTables } from "@/lib/stores/sqlite/in-memory";
import { jwtPolicy, sessionPolicy } from "../common/policies";
import type { JsonObject } from "../contract";
import { answerLive } from "../engine/server/live-handler";
import { LAB_COOKIES } from "../engine/world/lab-cookies";
import { createWorld, type World } from "../engine/world/world";

// The verifiers themselves under the wound clock, asked by somebody who throws no cookie away, whatever its `Max-Age`.

const terms = fc.record({
  idle: fc.integer({ min: 2, max: 600 }),
  absolute: fc.integer({ min: 2, max: 1200 }),
  access: fc.integer({ min: 2, max: 300 }),
  cache: fc.integer({ min: 0, max: 30 }),
});
const winds = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 3, maxLength: 14 });

it("no credential is accepted past its absolute limit or after its idle time, in any mode, however it was used", async () => {
  const tables = labTables();
  await fc.assert(
    fc.asyncProperty(terms, winds, async ({ idle, absolute, access, cache }, steps) => {
      const session = { idleTimeoutSeconds: idle, absoluteTimeoutSeconds: absolute };
      const jwt = { accessTtlSeconds: access, refreshIdleSeconds: idle, refreshAbsoluteSeconds: absolute };
      const world = await createWorld({
        runId: "wound",
        origin: "http://localhost:3000",
        tables,
        journal: () => {},
        owner: { email: "ada@example.com", name: "Ada", role: "user" },
        lanes: [
          { id: "session", label: "", mode: "session", policy: sessionPolicy(session) },
          {
            id: "cached",
            label: "",
            mode: "session",
            policy: sessionPolicy({ ...session, cacheSeconds: cache }),
          },
          { id: "jwt", label: "", mode: "jwt", policy: jwtPolicy({ ...jwt, revocation: "expiry-only" }) },
        ],
      });
      try {
        for (const lane of world.lanes.keys()) await use(world, lane, { idle, absolute }, steps);
      } finally {
        world.close();
      }
    }),
    { numRuns: 60 },
  );
});

async function use(
  world: World,
  lane: string,
  { idle, absolute }: Record<"idle" | "absolute", number>,
  steps: number[],
) {
  const found = world.lanes.get(lane);
  if (!found) throw new Error("No such lane.");
  const { mode, spec } = found;
  const client = { ip: "", userAgent: "" };
  const issued = await mode.issue(await world.owner(), client, spec.policy);
  // It began at some instant before this one: nothing it is allowed reaches further.
  const begun = world.clock.now().getTime();
  const names = LAB_COOKIES[spec.mode];
  const jar = new Map([[names.token, issued.token]]);
  if (names.refresh && issued.refreshToken) jar.set(names.refresh, issued.refreshToken);
  const ask = async () => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const request = {
      method: "GET",
      lane,
      resource: "me",
      cookie,
      ip: "",
      userAgent: "",
      body: {} as JsonObject,
    };
    const answer = await answerLive(world, request);
    for (const line of answer?.setCookie ?? []) {
      const [pair = ""] = line.split(";");
      jar.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
    }
    return answer?.status;
  };
  expect(await ask()).toBe(200);
  let lastUse = world.clock.now().getTime();
  for (const seconds of steps) {
    world.clock.wind(seconds);
    const sent = world.clock.now().getTime();
    const status = await ask();
    if (status !== 200) continue;
    expect(sent).toBeLessThan(begun + absolute * 1000);
    expect(sent - lastUse).toBeLessThan(idle * 1000);
    lastUse = world.clock.now().getTime();
  }
  world.clock.wind(Math.max(0, absolute - (world.clock.now().getTime() - begun) / 1000) + 0.001);
  expect(await ask()).toBe(401);
}

it("nothing but the engine of the labs makes a lab clock, and only through the stage and the world is it wound", () => {
  const files = ["app", "lib", "db", "scripts", "proxy.ts"].flatMap((name) => sources(name));
  expect(files.length).toBeGreaterThan(200);
  const naming = (words: RegExp) =>
    files.filter((file) => !file.includes(".test.") && words.test(readFileSync(file, "utf8"))).sort();
  expect(naming(/lab-clock"|createLabClock/)).toEqual([
    "lib/labs/engine/world/lab-clock.ts",
    "lib/labs/engine/world/world.ts",
  ]);
  expect(naming(/\.wind\(/)).toEqual(["lib/labs/clock/passing.ts", "lib/labs/engine/stage/stage.ts"]);
});

function sources(path: string): string[] {
  if (path.endsWith(".ts")) return [path];
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(path, name));
}
