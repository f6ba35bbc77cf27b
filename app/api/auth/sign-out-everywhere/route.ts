import { NextResponse } from "next/server";
import { z } from "zod";
import { signOutEverywhere } from "@/lib/accounts/sign-ins/sign-out";
import { userRoute } from "@/lib/web/api/route";
import { collectCookies } from "@/lib/web/credentials/collect-cookies";

export const dynamic = "force-dynamic";

const schema = z.object({ exceptThis: z.boolean().optional() });

export const POST = userRoute({ body: schema }, async ({ runtime, headers, body, current }) => {
  const cookies = collectCookies();
  const exceptThis = body.exceptThis ?? false;
  const revoked = await signOutEverywhere(runtime, current, { headers, cookies }, { exceptThis });
  return cookies.into(NextResponse.json({ revoked }));
});
