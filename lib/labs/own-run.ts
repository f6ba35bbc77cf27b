import "server-only";
import type { SignedIn } from "@/lib/session/authenticate";
import { getRuntime } from "@/lib/session/runtime";
import type { LiveRun } from "./engine/live-run";
import { presentRegistry } from "./engine/run-registry";

/** The run as it lives in this process, for who started it; null for others, and when its world is gone. */
export async function ownRun(id: string, current: SignedIn): Promise<LiveRun | null> {
  const { labRuns } = await getRuntime();
  if (labRuns.find(id)?.userId !== current.principal.userId) return null;
  return (await presentRegistry())?.find(id) ?? null;
}
