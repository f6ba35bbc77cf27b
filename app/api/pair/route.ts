import { NextResponse } from "next/server";
import { inspectPair, issuePair, pairSchema } from "@/lib/pair/pair";
import { collectCookies } from "@/lib/session/collect-cookies";
import { userRoute } from "@/lib/session/route";

export const dynamic = "force-dynamic";

export const GET = userRoute({}, async ({ request }) =>
  NextResponse.json(await inspectPair(request.headers)),
);

export const POST = userRoute({ body: pairSchema }, async ({ request, body, current }) => {
  const cookies = collectCookies();
  const pair = await issuePair(body, current, { headers: request.headers, cookies });
  return cookies.into(NextResponse.json(pair, { status: 201 }));
});
