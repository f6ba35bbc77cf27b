import type { UserId } from "@/lib/auth/contract";
import { newId } from "@/lib/auth/random";
import type { Conclusion, JsonObject, Recording } from "../contract";
import type { Decorate } from "../engine/world/world";
import type { Lab } from "../lab";
import type { TestLabs } from "./runs";

// Runs a lab on another implementation of the contract, for tests: a lab that cannot tell a broken mode from a good
// one would prove nothing.

export interface Decorated {
  recording: Recording;
  conclusion: Conclusion;
}

/** Everything else is as when a person starts it; the run is not stored. */
export async function runDecorated(
  labs: TestLabs,
  lab: Lab,
  given: Record<string, string>,
  decorate: Decorate,
): Promise<Decorated> {
  const params: JsonObject = lab.params.parse(given);
  const started = await labs.runtime.labs.start(newId() as UserId, {
    id: newId(),
    owner: { email: "ada@example.com", name: "Ada" },
    plan: { ...lab.plan(params), decorate },
  });
  if (!("run" in started)) throw new Error(`The run was refused: ${started.refused}.`);
  await started.run.ended;
  if (started.run.status !== "finished") throw new Error(`The run ended as ${started.run.status}.`);
  const recording = started.run.recording(0);
  return { recording, conclusion: lab.conclude(recording, params) };
}

/** The lanes whose figures do not agree with what their mode promises. */
export const disagreeing = ({ conclusion }: Pick<Decorated, "conclusion">): string[] =>
  conclusion.verdicts.filter(({ agrees }) => !agrees).map(({ lane }) => lane);
