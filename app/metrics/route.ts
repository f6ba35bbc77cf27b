import { createHash, timingSafeEqual } from "node:crypto";
import type { NextRequest } from "next/server";
import { metrics } from "@/lib/log/metrics";
import { getRuntime } from "@/lib/runtime/runtime";

// What the app counts, for Prometheus. Off, like an address that does not exist, unless METRICS_TOKEN is set.

export const dynamic = "force-dynamic";

export async function GET({ headers }: NextRequest): Promise<Response> {
  const { metricsToken } = (await getRuntime()).config;
  const counted = metrics();
  if (!metricsToken || !counted) return refuse(404, "not_found");
  const [, token = ""] = /^Bearer (\S+)$/i.exec(headers.get("authorization") ?? "") ?? [];
  if (!isSame(token, metricsToken)) return refuse(401, "unauthenticated", { "www-authenticate": "Bearer" });
  const { contentType, body } = await counted.text();
  return new Response(body, { headers: { ...PRIVATE, "content-type": contentType } });
}

const PRIVATE = { "cache-control": "private, no-store" };

const refuse = (status: number, error: string, headers = {}) =>
  Response.json({ error }, { status, headers: { ...PRIVATE, ...headers } });

/** The time it takes tells nothing of where the two differ, or of how long either is. */
function isSame(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => createHash("sha256").update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}
