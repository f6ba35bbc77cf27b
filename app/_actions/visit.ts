"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { failedReport, type Report, reportOf } from "@/app/_pair/report";
import { isOpen } from "@/lib/accounts/own/own-account";
import { createVisitor } from "@/lib/accounts/sign-in/visitor";
import { type ActInput, performAct } from "@/lib/pair/acts";
import { type Holder, pairHolder } from "@/lib/pair/pair";
import { currentAuth } from "@/lib/web/dal";
import { type ActionContext, publicAction } from "@/lib/web/forms/actions-guard";
import { runForm } from "@/lib/web/forms/form";

/** Long enough to see the JWT go on, short enough to see its end. */
const JWT_SECONDS = 12;

const ACTS = {
  issue: { act: "issue", strategy: "expiry-only", alg: "ES256", accessTtlSeconds: JWT_SECONDS },
  "revoke-both": { act: "revoke-both" },
} as const satisfies Record<string, ActInput>;

const visitSchema = z.object({ act: z.enum(["issue", "revoke-both"]) });

/**
 * The button of the front page, field "act": signs a visitor in both ways, or ends both of what this browser presents.
 * Who is signed in is no other visitor: the pair is theirs.
 */
export async function visitAction(_previous: Report | null, data: FormData): Promise<Report> {
  const context = await publicAction();
  let report: Report | null = null;
  const failure = await runForm(visitSchema, Object.fromEntries(data), async ({ act }) => {
    const holder = (await signedInHolder(context)) ?? (await HOLDERS[act](context));
    if (!holder) return act === "issue" ? "This cannot be tried right now." : "There is nothing left to end.";
    report = reportOf(await performAct(context.runtime, ACTS[act], holder, context));
    return null;
  });
  refresh();
  return report ?? failedReport(failure?.error);
}

const HOLDERS: Record<keyof typeof ACTS, (context: ActionContext) => Promise<Holder | null>> = {
  issue: newVisitor,
  "revoke-both": ({ runtime, headers }) => pairHolder(runtime, headers),
};

async function newVisitor({ runtime, headers }: ActionContext): Promise<Holder | null> {
  const visit = { kind: "visit", like: "alice", name: "Visitor" } as const;
  const principal = await createVisitor(runtime, visit, headers);
  return principal && { principal };
}

/** Null also for a JWT that outlives its account: whoever holds it is a visitor like others. */
async function signedInHolder({ runtime }: ActionContext): Promise<Holder | null> {
  const current = await currentAuth();
  return current && (await isOpen(runtime, current)) ? current : null;
}
