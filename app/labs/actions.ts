"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { isThrottled } from "@/lib/errors/throttled";
import type { JsonObject } from "@/lib/labs/contract";
import { labOf } from "@/lib/labs/runs/labs";
import { actOnRun, deleteRun, stopRun } from "@/lib/labs/runs/own";
import { setLink } from "@/lib/labs/runs/share";
import { startRun } from "@/lib/labs/runs/start";
import { userAction } from "@/lib/web/forms/actions-guard";
import { runForm } from "@/lib/web/forms/form";
import { spendLabStart } from "@/lib/web/writes";
import { readStart, type StartState } from "./_form/start-fields";
import { runPath, stagePath } from "./_own/paths";

const anyFields = z.record(z.string(), z.unknown());

/** Starts a run and goes to its page. What keeps it from starting comes back with what was entered. */
export async function startRunAction(_previous: StartState, data: FormData): Promise<StartState> {
  const { runtime, current, headers } = await userAction();
  const { lab: name, onStage, params, predictions } = readStart(Object.fromEntries(data));
  let target: StartState["runHref"];
  const state = await runForm(anyFields, Object.fromEntries(data), async () => {
    const lab = labOf(runtime, name);
    if (!lab) return "There is no such lab.";
    spendLabStart(runtime, headers);
    const started = await startRun(runtime, lab.name, params, predictions, current);
    if ("id" in started) {
      target = onStage ? stagePath(runPath(lab.name, started.id)) : runPath(lab.name, started.id);
      return null;
    }
    if (started.runId) target = runPath(lab.name, started.runId);
    return started.fields ? { fields: started.fields } : started.message;
  });
  if (state === null && target) redirect(target);
  return { ...state, ...(target && { runHref: target }) };
}

export async function stopRunAction(data: FormData): Promise<void> {
  const { runtime, current } = await userAction();
  await stopRun(runtime, textOf(data, "id"), current);
  refresh();
}

/** Something done while the run goes on; further fields are the act's own. */
export async function actOnRunAction(data: FormData): Promise<void> {
  const { runtime, current } = await userAction();
  const { id, act, ...rest } = Object.fromEntries(data);
  const texts = Object.entries(rest).filter(
    ([name, value]) => typeof value === "string" && !name.startsWith("$"),
  );
  const input: JsonObject = Object.fromEntries(texts.map(([name, value]) => [name, String(value)]));
  if (typeof id === "string" && typeof act === "string")
    await actOnRun(runtime, id, act, input, current).catch(unlessThrottled);
  refresh();
}

/** One press more than the run can keep up with: those before it show on the page. */
function unlessThrottled(error: unknown): void {
  if (!isThrottled(error)) throw error;
}

export async function deleteRunAction(data: FormData): Promise<void> {
  const { runtime, current } = await userAction();
  const lab = labOf(runtime, textOf(data, "lab"));
  await deleteRun(runtime, textOf(data, "id"), current);
  redirect(lab ? `/labs/${lab.name}` : "/labs");
}

/** Makes the open link of a run, or takes it back. */
export async function shareRunAction(data: FormData): Promise<void> {
  const { runtime, current } = await userAction();
  await setLink(runtime, textOf(data, "id"), textOf(data, "open") === "yes", current);
  refresh();
}

function textOf(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value === "string" ? value : "";
}
