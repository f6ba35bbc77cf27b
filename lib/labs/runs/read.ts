import "server-only";
import { z } from "zod";
import type { Listing, Page } from "@/lib/http/cursors";
import type { SignedIn } from "@/lib/http/signed-in";
import type { RunPosition, StoredRun } from "@/lib/stores/lab-runs";
import type { Recording, RunNews, RunSummary, RunView } from "../contract";
import type { Lab } from "../lab";
import type { LabParts } from "../parts";
import { labOf } from "./labs";
import { newsOf, summaryOf, viewOf } from "./run-view";

// Looking at runs. Every signed-in person who has the address of a run may; lists have one's own.

/** Null: nobody has a run of this id. */
export async function getRun(parts: LabParts, id: string, current: SignedIn): Promise<RunView | null> {
  const live = parts.labs.find(id);
  const stored = await parts.labRuns.find(id);
  const lab = stored && labOf(parts, stored.lab);
  if (!lab) return null;
  const recorded = live ? null : await recordingOf(parts, stored);
  return viewOf({ lab, stored, recorded, live }, stored.userId === current.principal.userId);
}

/** A run that is over as it is stored, for readers whose it is not: nothing of it can be tried by hand. */
export async function readStored(parts: LabParts, lab: Lab, stored: StoredRun): Promise<RunView> {
  const recorded = await recordingOf(parts, stored);
  return viewOf({ lab, stored, recorded, live: undefined }, false);
}

/** As the run left it: `keep` writes a `Recording` and nothing else. */
async function recordingOf({ labRuns }: LabParts, run: StoredRun): Promise<Recording | null> {
  return (await labRuns.recordingOf(run)) as Recording | null;
}

/** For who knows the run up to this `seq` of it; all of it after 0. Null: nobody has a run of this id. */
export async function getNews(
  parts: LabParts,
  id: string,
  current: SignedIn,
  since: number,
): Promise<RunNews | null> {
  const run = await getRun(parts, id, current);
  return run && newsOf(run, since);
}

export const runListing: Listing<RunPosition> = {
  name: "runs",
  position: z.object({ createdAt: z.coerce.date(), id: z.string() }),
};

export interface RunPage {
  /** Newest first. */
  runs: RunSummary[];
  /** Where the next page begins; null at the end. */
  next: RunPosition | null;
}

/** The person's own, of one lab or of all. */
export async function listRuns(
  { config, labRuns, labs }: LabParts,
  current: SignedIn,
  lab: string | undefined,
  { limit, after }: Page<RunPosition>,
): Promise<RunPage> {
  if (!config.demo) return { runs: [], next: null };
  // One more than asked for: whether there is a next page.
  const found = await labRuns.list(current.principal.userId, { lab, limit: limit + 1, after });
  const shown = found.slice(0, limit);
  return {
    runs: shown.map((stored) => summaryOf(stored, labs.find(stored.id))),
    next: found.length > limit ? (shown.at(-1) ?? null) : null,
  };
}
