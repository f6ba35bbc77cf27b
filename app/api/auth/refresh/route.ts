import { NextResponse } from "next/server";
import { publicRoute, unauthenticated } from "@/lib/web/api/route";
import { collectCookies } from "@/lib/web/credentials/collect-cookies";
import { refresh } from "@/lib/web/credentials/refresh";

export const dynamic = "force-dynamic";

export const POST = publicRoute({}, async ({ headers }) => {
  const cookies = collectCookies();
  const result = await refresh(headers, cookies);
  if (!result.refreshed) return cookies.into(await unauthenticated(result.reason));
  return cookies.into(NextResponse.json({ expiresAt: result.expiresAt }));
});
