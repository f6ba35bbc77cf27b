import { NextResponse } from "next/server";

export const dynamic = "force-dynamic";

/** The floor that benchmarks compare with: no guard, no store. */
export function GET(): NextResponse {
  return NextResponse.json({ pong: true });
}
