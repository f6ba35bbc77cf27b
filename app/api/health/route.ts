import { NextResponse } from "next/server";
import { checkHealth } from "@/lib/runtime/health";

export const dynamic = "force-dynamic";

export async function GET(): Promise<NextResponse> {
  const health = await checkHealth();
  const status = health.status === "ok" ? 200 : 503;
  return NextResponse.json(health, { status, headers: { "cache-control": "no-store" } });
}
