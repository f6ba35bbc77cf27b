import "server-only";
import { z } from "zod";
import { newId } from "@/lib/auth/random";
import type { SignedIn } from "@/lib/session/authenticate";
import type { Listing } from "@/lib/session/cursors";
import { fieldErrors } from "@/lib/session/field-errors";
import type { Page } from "@/lib/session/paging";
import { getRuntime } from "@/lib/session/runtime";
import { ThrottledError } from "@/lib/throttle/throttled-error";
import { LABS } from "./catalogue";
import {
  type JsonObject,
  LAB_NAMES,
  type LabName,
  type Question,
  type RunNews,
  type RunSummary,
  type RunView,
} from "./contract";
import { presentRegistry, runRegistry } from "./engine/run-registry";
import { tablesOf } from "./engine/world";
import { keepWhenEnded } from "./keep";
import type { Lab } from "./lab";
import { ownRun } from "./own-run";
import { refusal, type StartRefusal } from "./refusal";
import type { RunPosition } from "./run-store";
import { newsOf, summaryOf, viewOf } from "./run-view";

// What pages and handlers may do with the labs: start a run, look at one, act in it, stop it, delete it. A run can
// be seen by every signed-in person who has its address; only who started it may do anything to it.

export interface LabInfo {
  name: LabName;
  questions: readonly Question[];
  /** Why no run of it can start on this server; null where one can. */
  closed: string | null;
}

export type StartResult = { id: string } | StartRefusal;

/** Labs belong to demonstrations: with DEMO off there are none. */
export async function labOf(name: string): Promise<LabInfo | null> {
  const lab = await findLab(name);
  return lab && { name: lab.name, questions: lab.questions, closed: await closedOf(lab) };
}

/**
 * Starts a run as soon as its world is made. `params` and `predictions` are what a form sends: strings by name; what
 * is left out takes its default, a prediction that is left out is not scored.
 */
export async function startRun(
  name: LabName,
  params: Record<string, unknown>,
  predictions: Record<string, unknown>,
  current: SignedIn,
): Promise<StartResult> {
  const lab = await findLab(name);
  if (!lab) return { refused: "invalid", message: "There is no such lab." };
  const closed = await closedOf(lab);
  if (closed) return { refused: "invalid", message: closed };
  const parsed = lab.params.safeParse(params);
  if (!parsed.success)
    return {
      refused: "invalid",
      message: "Please check the marked fields.",
      fields: fieldErrors(parsed.error),
    };

  const runtime = await getRuntime();
  const registry = await runRegistry();
  const { userId, email, name: personName } = current.principal;
  const id = newId();
  const plan = lab.plan(parsed.data);
  const chosen = { params: parsed.data, predictions: predictionsFor(lab, predictions) };
  const createdAt = new Date();
  const started = await registry.start(userId, {
    ...{ id, plan, origin: runtime.config.origin, tables: tablesOf(runtime.database.sqlite) },
    owner: { email, name: personName },
    isLoopback: runtime.config.isLoopback,
  });
  if ("refused" in started) return refusal(started);
  try {
    await runtime.labRuns.insert({ id, userId, lab: name, createdAt, ...chosen });
  } catch (error) {
    // A run that cannot be kept is not left running.
    await registry.remove(id);
    throw error;
  }
  void keepWhenEnded(runtime.labRuns, lab, started.run, chosen);
  return { id };
}

/** Null: nobody has a run of this id. */
export async function getRun(id: string, current: SignedIn): Promise<RunView | null> {
  const { labRuns } = await getRuntime();
  const stored = labRuns.find(id);
  const lab = stored && (await findLab(stored.lab));
  if (!lab) return null;
  const live = (await presentRegistry())?.find(id);
  const recorded = live ? null : labRuns.recordingOf(stored);
  return viewOf({ lab, stored, recorded, live }, stored.userId === current.principal.userId);
}

/** For who knows the run up to this `seq` of it; all of it after 0. Null: nobody has a run of this id. */
export async function getNews(id: string, current: SignedIn, since: number): Promise<RunNews | null> {
  const run = await getRun(id, current);
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
  current: SignedIn,
  lab: LabName | undefined,
  { limit, after }: Page<RunPosition>,
): Promise<RunPage> {
  const { config, labRuns } = await getRuntime();
  if (!config.demo) return { runs: [], next: null };
  const registry = await presentRegistry();
  // One more than asked for: whether there is a next page.
  const found = labRuns.list(current.principal.userId, { lab, limit: limit + 1, after });
  const shown = found.slice(0, limit);
  return {
    runs: shown.map((stored) => summaryOf(stored, registry?.find(stored.id))),
    next: found.length > limit ? (shown.at(-1) ?? null) : null,
  };
}

/** False when this person has no such run going on. */
export async function stopRun(id: string, current: SignedIn): Promise<boolean> {
  const run = await ownRun(id, current);
  await run?.stop();
  return run !== null;
}

/**
 * False when this person has no such run going on, or it knows no such act. Throws `ThrottledError` when more acts
 * wait for their turn, or were done, than a person can mean.
 */
export async function actOnRun(
  id: string,
  act: string,
  input: JsonObject,
  current: SignedIn,
): Promise<boolean> {
  const outcome = await (await ownRun(id, current))?.act(act, input);
  if (outcome === "too_many") throw new ThrottledError(1);
  return outcome === "done";
}

/** Stops it if need be, and forgets it. False when this person has no such run. */
export async function deleteRun(id: string, current: SignedIn): Promise<boolean> {
  const { config, labRuns } = await getRuntime();
  if (!config.demo || !(await labRuns.remove(current.principal.userId, id))) return false;
  await (await presentRegistry())?.remove(id);
  return true;
}

async function findLab(name: string): Promise<Lab | null> {
  const { config } = await getRuntime();
  const known = LAB_NAMES.find((candidate) => candidate === name);
  return config.demo && known ? LABS[known] : null;
}

async function closedOf({ loopbackOnly }: Lab): Promise<string | null> {
  const { config } = await getRuntime();
  return loopbackOnly && !config.isLoopback
    ? "This lab needs a browser on the server’s own machine: it opens pages at localhost and 127.0.0.1. Run Coatcheck on your computer to try it."
    : null;
}

/** Only questions the lab puts, and only options it offers. */
function predictionsFor({ questions }: Lab, given: Record<string, unknown>): Record<string, string> {
  const answered = questions.flatMap(({ id, options }) => {
    const option = options.find(({ value }) => value === given[id]);
    return option ? [[id, option.value] as const] : [];
  });
  return Object.fromEntries(answered);
}
