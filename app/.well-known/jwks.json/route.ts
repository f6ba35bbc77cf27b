import { NextResponse } from "next/server";
import { publicJwks } from "@/lib/session/jwks";

export const dynamic = "force-dynamic";

/** RFC 7517 §5: the public keys, for anyone who wants to check a signature. */
export async function GET(): Promise<NextResponse> {
  return NextResponse.json(await publicJwks(), {
    headers: { "cache-control": "public, max-age=300", "content-type": "application/jwk-set+json" },
  });
}
