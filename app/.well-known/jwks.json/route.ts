import { type NextRequest, NextResponse } from "next/server";
import { publicJwks } from "@/lib/web/credentials/jwks";

export const dynamic = "force-dynamic";

/**
 * RFC 7517 §5: the public keys, for anyone who wants to check a signature. A new key signs at once and a
 * revoked one counts no more, so a cache may keep the answer but has to ask whether it is still the same.
 */
export async function GET(request: NextRequest): Promise<NextResponse> {
  const { json, etag } = await publicJwks();
  const headers = { "cache-control": "public, no-cache", etag };
  if (request.headers.get("if-none-match")?.includes(etag)) {
    return new NextResponse(null, { status: 304, headers });
  }
  return new NextResponse(json, { headers: { ...headers, "content-type": "application/jwk-set+json" } });
}
