import { NextResponse } from "next/server";
import { z } from "zod";
import { signOutEverywhere } from "@/lib/accounts/sign-out";
import { collectCookies } from "@/lib/session/collect-cookies";
import { userRoute } from "@/lib/session/route";

export const dynamic = "force-dynamic";

const schema = z.object({ exceptThis: z.boolean().optional() });

export const POST = userRoute({ body: schema }, async ({ headers, body, current }) => {
  const cookies = collectCookies();
  const exceptThis = body.exceptThis ?? false;
  const revoked = await signOutEverywhere(current, { headers, cookies }, { exceptThis });
  return cookies.into(NextResponse.json({ revoked }));
});
