import "server-only";
import { createHash } from "node:crypto";
import { getRuntime } from "@/lib/runtime/runtime";

// The public half of the signing keys.

/** The key set as JSON (RFC 7517 §5), and a tag that changes with it (RFC 9110 §8.8.3). */
export async function publicJwks(): Promise<{ json: string; etag: string }> {
  const json = JSON.stringify((await getRuntime()).keyring.publicJwks());
  return { json, etag: `"${createHash("sha256").update(json).digest("base64url")}"` };
}
