import { newId } from "@/lib/auth/random";
import { labTables } from "@/lib/stores/sqlite/in-memory";
import type { LiveRun } from "../engine/live-run";
import type { Plan } from "../engine/plan";
import { createRegistry, type RegistryOptions, type RunRegistry } from "../engine/run-registry";
import { smallPlan } from "./plans";

// The engine alone, for its tests: real worlds, real requests over loopback, and nothing of the app around it.

export const LAB_ORIGIN = "http://localhost:3999";

export interface TestRegistry extends RunRegistry {
  /** What `start` takes besides the person. */
  options(changes?: Partial<Plan>): Parameters<RunRegistry["start"]>[1];
  /** Starts a run of somebody of its own. Throws when it is refused. */
  go(changes?: Partial<Plan>): Promise<LiveRun>;
  /** Ends all that was started with `go`, and the lab server. */
  stop(): Promise<void>;
}

export function startRegistry(terms: Partial<RegistryOptions> = {}): TestRegistry {
  const registry = createRegistry({
    origin: LAB_ORIGIN,
    isLoopback: true,
    tables: labTables,
    ...terms,
  });
  const started = new Set<string>();
  const options: TestRegistry["options"] = (changes) => ({
    id: newId(),
    plan: smallPlan(changes),
    owner: { email: "ada@example.com", name: "Ada" },
  });

  return Object.assign(registry, {
    options,
    async go(changes?: Partial<Plan>) {
      const result = await registry.start(newId(), options(changes));
      if ("refused" in result) throw new Error(`It was refused: ${result.refused}.`);
      started.add(result.run.id);
      return result.run;
    },
    async stop() {
      for (const id of started) await registry.remove(id);
      registry.close();
    },
  });
}
