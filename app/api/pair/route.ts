import { NextResponse } from "next/server";
import { inspectPair, issuePair, pairSchema } from "@/lib/pair/pair";
import { userRoute } from "@/lib/web/api/route";
import { collectCookies } from "@/lib/web/credentials/collect-cookies";

export const dynamic = "force-dynamic";

export const GET = userRoute({}, async ({ runtime, request }) =>
  NextResponse.json(await inspectPair(runtime, request.headers)),
);

export const POST = userRoute({ body: pairSchema }, async ({ runtime, request, body, current }) => {
  const cookies = collectCookies();
  const pair = await issuePair(runtime, body, current, { headers: request.headers, cookies });
  return cookies.into(NextResponse.json(pair, { status: 201 }));
});
