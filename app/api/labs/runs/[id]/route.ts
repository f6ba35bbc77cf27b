import { NextResponse } from "next/server";
import { deleteRun, getRun } from "@/lib/labs";
import { userRoute } from "@/lib/session/route";
import { notFound } from "../../not-found";

export const dynamic = "force-dynamic";

/** With `?since=`: only facts after that number. */
export const GET = userRoute({}, async ({ request, params, current }) => {
  const since = Number(request.nextUrl.searchParams.get("since") ?? 0);
  const run = await getRun(String(params.id), current, Number.isSafeInteger(since) ? since : 0);
  return run ? NextResponse.json(run) : notFound();
});

export const DELETE = userRoute({}, async ({ params, current }) =>
  (await deleteRun(String(params.id), current)) ? new NextResponse(null, { status: 204 }) : notFound(),
);
