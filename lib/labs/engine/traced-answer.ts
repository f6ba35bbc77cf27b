import "server-only";
import { createTrace, type RecordedTrace } from "@/lib/auth/trace";
import type { JsonObject } from "../contract";
import { heldIn } from "./lab-cookies";
import type { LiveAnswer, LiveRequest } from "./live-contract";
import { answerLive } from "./live-handler";
import type { World } from "./world";

// An answer that also says how it came about, for a lab that shows the request's way: first the look of the gate,
// as the app's proxy takes it, then every step of the handler. Both stand in the body of the answer.

export async function answerTraced(world: World, request: LiveRequest): Promise<LiveAnswer | null> {
  const lane = world.lanes.get(request.lane);
  const gate = createTrace();
  const { token } = lane ? heldIn(lane.spec.mode, request.cookie) : { token: null };
  // The gate sends nobody away here: a refusal is the guard's to give, for the same reason.
  if (token) await lane?.mode.decode(token, { trace: gate });
  const answer = await answerLive(world, request);
  return answer && { ...answer, body: { ...answer.body, gate: listed(gate), steps: listed(answer.trace) } };
}

function listed({ steps }: RecordedTrace): JsonObject[] {
  return steps.map(({ name, outcome, microseconds, reads }) => {
    return { name, outcome, microseconds: Math.round(microseconds * 10) / 10, reads };
  });
}
