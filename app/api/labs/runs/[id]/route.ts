import { NextResponse } from "next/server";
import { deleteRun } from "@/lib/labs/runs/own";
import { getNews } from "@/lib/labs/runs/read";
import { noContent, notFound } from "@/lib/web/api/answers";
import { userRoute } from "@/lib/web/api/route";

export const dynamic = "force-dynamic";

/** With `?since=`, the `seq` of an earlier answer: only what is new. */
export const GET = userRoute({}, async ({ runtime, request, params, current }) => {
  const since = Number(request.nextUrl.searchParams.get("since") ?? 0);
  const run = await getNews(runtime, String(params.id), current, Number.isSafeInteger(since) ? since : 0);
  return run ? NextResponse.json(run) : notFound();
});

export const DELETE = userRoute({}, async ({ runtime, params, current }) =>
  (await deleteRun(runtime, String(params.id), current)) ? noContent() : notFound(),
);
