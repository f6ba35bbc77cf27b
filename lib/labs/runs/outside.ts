import "server-only";
import { parseLivePath, serverTiming } from "../engine/server/lab-server";
import type { LiveAnswer, LiveRequest } from "../engine/server/live-contract";
import type { LabParts } from "../parts";

// The labs' server at the app's own origin: the same addresses, the same handler, for requests that people repeat
// by hand.

export interface OutsideAnswer extends Pick<LiveAnswer, "status" | "body" | "setCookie"> {
  /** As in `Server-Timing`. */
  timing: string;
}

/** "too_many" beyond the bound of the run; null for no such run, lane or resource. */
export async function answerFromOutside(
  { labs }: Pick<LabParts, "labs">,
  path: string,
  request: Omit<LiveRequest, "lane" | "resource">,
): Promise<OutsideAnswer | "too_many" | null> {
  const target = parseLivePath(path);
  if (!target) return null;
  const { runId, lane, resource } = target;
  const answer = await labs.answerOutside(runId, { ...request, lane, resource });
  if (!answer || answer === "too_many") return answer;
  const { status, body, setCookie } = answer;
  return { status, body, setCookie, timing: serverTiming(answer) };
}
