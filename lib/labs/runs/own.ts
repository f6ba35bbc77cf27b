import "server-only";
import { ThrottledError } from "@/lib/errors/throttled";
import type { SignedIn } from "@/lib/http/signed-in";
import type { JsonObject } from "../contract";
import type { LiveRun } from "../engine/live-run";
import type { LabParts } from "../parts";

// What only the person who started a run may do with it.

/** The run as it lives in this process, for who started it; null for others, and when its world is gone. */
export async function ownRun(
  { labRuns, labs }: LabParts,
  id: string,
  current: SignedIn,
): Promise<LiveRun | null> {
  const stored = await labRuns.find(id);
  return stored?.userId === current.principal.userId ? (labs.find(id) ?? null) : null;
}

/** False when this person has no such run going on. */
export async function stopRun(parts: LabParts, id: string, current: SignedIn): Promise<boolean> {
  const run = await ownRun(parts, id, current);
  await run?.stop();
  return run !== null;
}

/**
 * False when this person has no such run going on, or it knows no such act. Throws `ThrottledError` when more acts
 * wait for their turn, or were done, than a person can mean.
 */
export async function actOnRun(
  parts: LabParts,
  id: string,
  act: string,
  input: JsonObject,
  current: SignedIn,
): Promise<boolean> {
  const outcome = await (await ownRun(parts, id, current))?.act(act, input);
  if (outcome === "too_many") throw new ThrottledError(1);
  return outcome === "done";
}

/** Stops it if need be, and forgets it. False when this person has no such run. */
export async function deleteRun(
  { config, labRuns, labs }: LabParts,
  id: string,
  current: SignedIn,
): Promise<boolean> {
  if (!config.demo || !(await labRuns.remove(current.principal.userId, id))) return false;
  await labs.remove(id);
  return true;
}

/**
 * Where the reader's browser begins, in a lab that has pages for it. The address carries the run's key, so it is for
 * who started the run and while it goes on; null for everybody else.
 */
export async function secondOrigin(parts: LabParts, id: string, current: SignedIn): Promise<string | null> {
  const run = await ownRun(parts, id, current);
  return (run && parts.labs.siteOf(id)?.start) ?? null;
}
