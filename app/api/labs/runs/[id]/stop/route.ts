import { NextResponse } from "next/server";
import { stopRun } from "@/lib/labs";
import { userRoute } from "@/lib/session/route";
import { notFound } from "../../../not-found";

export const dynamic = "force-dynamic";

export const POST = userRoute({}, async ({ params, current }) =>
  (await stopRun(String(params.id), current)) ? new NextResponse(null, { status: 204 }) : notFound(),
);
