import { NextResponse } from "next/server";
import { collectCookies } from "@/lib/session/collect-cookies";
import { refresh } from "@/lib/session/refresh";
import { publicRoute, unauthenticated } from "@/lib/session/route";

export const dynamic = "force-dynamic";

export const POST = publicRoute({}, async ({ headers }) => {
  const cookies = collectCookies();
  const result = await refresh(headers, cookies);
  if (!result.refreshed) return cookies.into(await unauthenticated(result.reason));
  return cookies.into(NextResponse.json({ expiresAt: result.expiresAt }));
});
