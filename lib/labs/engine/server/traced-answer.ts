import "server-only";
import { createTrace, type RecordedTrace } from "@/lib/auth/trace";
import type { JsonObject } from "../../contract";
import { heldIn } from "../world/lab-cookies";
import type { World } from "../world/world";
import type { LiveAnswer, LiveRequest } from "./live-contract";
import { answerLive } from "./live-handler";

// An answer that also says how it came about, for a lab that shows the request's way: first the look of the gate,
// as the app's proxy takes it, then every step of the handler. Both stand in the body of the answer.

export async function answerTraced(world: World, request: LiveRequest): Promise<LiveAnswer | null> {
  const lane = world.lanes.get(request.lane);
  const gate = createTrace();
  const { token } = lane ? heldIn(lane.spec.mode, request.cookie) : { token: null };
  // What the gate finds is only recorded. The handler refuses for the same reason.
  if (token) await lane?.mode.decode(token, { trace: gate });
  const answer = await answerLive(world, request);
  return answer && { ...answer, body: { ...answer.body, gate: listed(gate), steps: listed(answer.trace) } };
}

function listed({ steps }: RecordedTrace): JsonObject[] {
  return steps.map(({ name, outcome, microseconds, reads }) => {
    return { name, outcome, microseconds: Math.round(microseconds * 10) / 10, reads };
  });
}
