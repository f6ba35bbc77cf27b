import { NextResponse } from "next/server";
import { z } from "zod";
import { labOf } from "@/lib/labs/runs/labs";
import { listRuns, runListing } from "@/lib/labs/runs/read";
import { startRun } from "@/lib/labs/runs/start";
import { notFound } from "@/lib/web/api/answers";
import { cursorTo, readPage } from "@/lib/web/api/paging";
import { userRoute } from "@/lib/web/api/route";
import { spendLabStart } from "@/lib/web/writes";

export const dynamic = "force-dynamic";

/** The reader's own runs of this lab, the newest first. */
export const GET = userRoute({}, async ({ runtime, request, params, current }) => {
  const lab = labOf(runtime, String(params.lab));
  if (!lab) return notFound();
  const page = await readPage(request, runListing);
  if (!page.ok) return page.response;
  const { runs, next } = await listRuns(runtime, current, lab.name, page.value);
  return NextResponse.json({ runs, next: await cursorTo(runListing, next) });
});

const body = z.object({
  params: z.record(z.string(), z.unknown()).default({}),
  predictions: z.record(z.string(), z.unknown()).default({}),
});

const ANSWERS = {
  invalid: { error: "invalid_request", status: 400 },
  busy: { error: "run_going_on", status: 409 },
  full: { error: "labs_full", status: 503 },
  too_many: { error: "too_many_requests", status: 429 },
} as const;

export const POST = userRoute(
  { body },
  async ({ runtime, params, body: { params: chosen, predictions }, current, headers: sent }) => {
    const lab = labOf(runtime, String(params.lab));
    if (!lab) return notFound();
    spendLabStart(runtime, sent);
    const result = await startRun(runtime, lab.name, chosen, predictions, current);
    if ("refused" in result) {
      const { refused, message, fields, runId, retryAfterSeconds } = result;
      const { error, status } = ANSWERS[refused];
      const headers = retryAfterSeconds ? { "Retry-After": String(retryAfterSeconds) } : {};
      return NextResponse.json(
        { error, message, ...(fields ? { fields } : {}), ...(runId ? { runId } : {}) },
        { status, headers },
      );
    }
    return NextResponse.json({ id: result.id, url: `/labs/${lab.name}/runs/${result.id}` }, { status: 201 });
  },
);
