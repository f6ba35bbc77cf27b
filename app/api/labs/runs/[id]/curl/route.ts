import { NextResponse } from "next/server";
import { z } from "zod";
import { curlFor } from "@/lib/labs/runs/curl";
import { notFound } from "@/lib/web/api/answers";
import { userRoute } from "@/lib/web/api/route";

export const dynamic = "force-dynamic";

const query = z.object({
  lane: z.string(),
  device: z.string(),
  resource: z.enum(["me", "admin", "refresh"]),
});

/** The command carries a credential of this run, so only who started it gets it. */
export const GET = userRoute({}, async ({ runtime, request, params, current }) => {
  const asked = query.safeParse(Object.fromEntries(request.nextUrl.searchParams));
  if (!asked.success) return NextResponse.json({ error: "invalid_request" }, { status: 400 });
  const curl = await curlFor(runtime, String(params.id), asked.data, current);
  return curl ? NextResponse.json({ curl }) : notFound();
});
