"use server";

import { forbidden, redirect } from "next/navigation";
import { sensitiveAct, userAction } from "@/lib/web/forms/actions-guard";
import { writeFlash } from "@/lib/web/forms/flash";
import { ACTS, type ActResult, isActName, readView, viewPath } from "./acts";

/** Fields "id" and "act", and the view to come back to. */
export async function adminAction(data: FormData): Promise<void> {
  const { runtime, current, ...context } = await userAction();
  const view = readView((name) => data.get(name));
  const [id, act] = [String(data.get("id")), data.get("act")];
  if (!isActName(act)) redirect(viewPath(view));
  const outcome = await sensitiveAct(viewPath(view), () => ACTS[act](runtime, current, id, context.headers));
  if (outcome.refused === "forbidden") forbidden();
  const nothing = { changed: false, ended: 0, reach: [] };
  const { refused, changed, ended, reach } = outcome.refused ? { ...nothing, ...outcome } : outcome;
  const result: ActResult = { act, id, refused, changed, ended, reach };
  await writeFlash(context.cookies, result);
  redirect(viewPath(view, true));
}
