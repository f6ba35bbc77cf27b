"use server";

import { refresh } from "next/cache";
import { failedReport, type Report, reportOf } from "@/app/_pair/report";
import { actSchema, performAct } from "@/lib/pair/acts";
import { userAction } from "@/lib/web/forms/actions-guard";
import { runForm } from "@/lib/web/forms/form";

/** Every button of the side-by-side: field "act", and "mode" where it is about one half. */
export async function pairAction(_previous: Report | null, data: FormData): Promise<Report> {
  const { runtime, current, ...context } = await userAction();
  let report: Report | null = null;
  const failure = await runForm(actSchema, Object.fromEntries(data), async (input) => {
    report = reportOf(await performAct(runtime, input, current, context));
    return null;
  });
  // The page shows rows and cookies as they are now, whether or not a cookie was set.
  refresh();
  return report ?? failedReport(Object.values(failure?.fields ?? {})[0] ?? failure?.error);
}
