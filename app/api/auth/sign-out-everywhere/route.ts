import { NextResponse } from "next/server";
import { z } from "zod";
import { signOutEverywhere } from "@/lib/accounts/sign-out";
import { collectCookies } from "@/lib/session/collect-cookies";
import { userRoute } from "@/lib/session/route";

export const dynamic = "force-dynamic";

const schema = z.object({ exceptThis: z.boolean().optional() });

export const POST = userRoute({ body: schema }, async ({ request, body, current }) => {
  const cookies = collectCookies();
  const context = { headers: request.headers, cookies };
  const except = body.exceptThis ? current.sessionId : undefined;
  const revoked = await signOutEverywhere(current.principal.userId, context, except);
  return cookies.into(NextResponse.json({ revoked }));
});
