import { NextResponse } from "next/server";
import { z } from "zod";
import { actOnRun } from "@/lib/labs";
import { userRoute } from "@/lib/session/route";
import { notFound } from "../../../../not-found";

export const dynamic = "force-dynamic";

const body = z.record(z.string(), z.json());

export const POST = userRoute({ body }, async ({ params, body: input, current }) =>
  (await actOnRun(String(params.id), String(params.act), input, current))
    ? new NextResponse(null, { status: 204 })
    : notFound(),
);
