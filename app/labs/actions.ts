"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { actOnRun, deleteRun, labOf, startRun, stopRun } from "@/lib/labs";
import type { JsonObject } from "@/lib/labs/contract";
import { userAction } from "@/lib/session/actions-guard";
import { runForm } from "@/lib/session/form";
import { spendLabStart } from "@/lib/session/writes";
import { isThrottled } from "@/lib/throttle/throttled-error";
import { runPath } from "./_own/paths";
import { readStart, type StartState } from "./_own/start-fields.client";

const anyFields = z.record(z.string(), z.unknown());

/** Starts a run and goes to its page. What keeps it from starting comes back with what was entered. */
export async function startRunAction(_previous: StartState, data: FormData): Promise<StartState> {
  const { current, headers } = await userAction();
  const { lab: name, params, predictions } = readStart(Object.fromEntries(data));
  let target: StartState["runHref"];
  const state = await runForm(anyFields, Object.fromEntries(data), async () => {
    const lab = await labOf(name);
    if (!lab) return "There is no such lab.";
    await spendLabStart(headers);
    const started = await startRun(lab.name, params, predictions, current);
    if ("id" in started) {
      target = runPath(lab.name, started.id);
      return null;
    }
    if (started.runId) target = runPath(lab.name, started.runId);
    return started.fields ? { fields: started.fields } : started.message;
  });
  if (state === null && target) redirect(target);
  return { ...state, ...(target && { runHref: target }) };
}

export async function stopRunAction(data: FormData): Promise<void> {
  const { current } = await userAction();
  await stopRun(textOf(data, "id"), current);
  refresh();
}

/** Something done while the run goes on; further fields are the act's own. */
export async function actOnRunAction(data: FormData): Promise<void> {
  const { current } = await userAction();
  const { id, act, ...rest } = Object.fromEntries(data);
  const texts = Object.entries(rest).filter(
    ([name, value]) => typeof value === "string" && !name.startsWith("$"),
  );
  const input: JsonObject = Object.fromEntries(texts.map(([name, value]) => [name, String(value)]));
  if (typeof id === "string" && typeof act === "string")
    await actOnRun(id, act, input, current).catch(unlessThrottled);
  refresh();
}

/** One press more than the run can keep up with: those before it show on the page. */
function unlessThrottled(error: unknown): void {
  if (!isThrottled(error)) throw error;
}

export async function deleteRunAction(data: FormData): Promise<void> {
  const { current } = await userAction();
  const lab = await labOf(textOf(data, "lab"));
  await deleteRun(textOf(data, "id"), current);
  redirect(lab ? `/labs/${lab.name}` : "/labs");
}

function textOf(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value === "string" ? value : "";
}
