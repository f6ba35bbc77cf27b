import { NextResponse } from "next/server";
import { z } from "zod";
import { curlFor } from "@/lib/labs/curl";
import { notFound } from "@/lib/session/answers";
import { userRoute } from "@/lib/session/route";

export const dynamic = "force-dynamic";

const query = z.object({
  lane: z.string(),
  device: z.string(),
  resource: z.enum(["me", "admin", "refresh"]),
});

/** The command carries a credential of this run, so only who started it gets it. */
export const GET = userRoute({}, async ({ request, params, current }) => {
  const asked = query.safeParse(Object.fromEntries(request.nextUrl.searchParams));
  if (!asked.success) return NextResponse.json({ error: "invalid_request" }, { status: 400 });
  const curl = await curlFor(String(params.id), asked.data, current);
  return curl ? NextResponse.json({ curl }) : notFound();
});
