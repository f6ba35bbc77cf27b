import { NextResponse } from "next/server";
import { deleteRun, getNews } from "@/lib/labs";
import { noContent, notFound } from "@/lib/session/answers";
import { userRoute } from "@/lib/session/route";

export const dynamic = "force-dynamic";

/** With `?since=`, the `seq` of an earlier answer: only what is new. */
export const GET = userRoute({}, async ({ request, params, current }) => {
  const since = Number(request.nextUrl.searchParams.get("since") ?? 0);
  const run = await getNews(String(params.id), current, Number.isSafeInteger(since) ? since : 0);
  return run ? NextResponse.json(run) : notFound();
});

export const DELETE = userRoute({}, async ({ params, current }) =>
  (await deleteRun(String(params.id), current)) ? noContent() : notFound(),
);
