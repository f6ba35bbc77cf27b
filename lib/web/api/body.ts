import "server-only";
import { type NextRequest, NextResponse } from "next/server";
import type { z } from "zod";
import { fieldErrors } from "@/lib/http/field-errors";
import { MAX_BODY_BYTES } from "@/lib/http/request/body-limit";

// Reads a JSON body: bounded while it is read, and only what the schema names comes out.

/** A validator walks a value by calling itself; the deepest body that the API takes has three levels. */
const MAX_DEPTH = 32;

export type Body<T> = { ok: true; value: T } | { ok: false; response: NextResponse };

/**
 * The validated body; an empty one counts as `{}`. Refusals: 415 unless it is `application/json`, 413 above
 * 64 KB, 400 with the fields at fault when it is no JSON object, too deep, or the schema refuses it.
 */
export async function readBody(request: NextRequest, schema: z.ZodType | undefined): Promise<Body<unknown>> {
  const declared = Number(request.headers.get("content-length") ?? 0);
  if (declared > MAX_BODY_BYTES) return refuse(413, { error: "payload_too_large" });
  if (!schema) return { ok: true, value: undefined };
  const bytes = await readBytes(request);
  if (bytes === null) return refuse(413, { error: "payload_too_large" });
  if (bytes.length > 0 && !isJson(request)) return refuse(415, { error: "unsupported_media_type" });

  const parsed = schema.safeParse(bytes.length > 0 ? parseJson(bytes) : {});
  if (parsed.success) return { ok: true, value: parsed.data };
  return refuse(400, { error: "invalid_request", fields: fieldErrors(parsed.error) });
}

/** RFC 8259 §11: the media type, whatever its parameters. */
function isJson(request: NextRequest): boolean {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  return type === "application/json";
}

/** The body, or null as soon as it proves too long: a false `Content-Length` saves nobody memory. */
async function readBytes(request: NextRequest): Promise<Buffer | null> {
  if (!request.body) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * Undefined, which no schema accepts, for what is no JSON in UTF-8 (RFC 8259 §8.1) or nested too deeply (§9). A
 * lenient decoder would turn every invalid byte into the same character, and different passwords into one.
 */
function parseJson(bytes: Buffer): unknown {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return isTooDeep(text) ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Counts the brackets that are open outside of strings, in one pass. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (inString && character === "\\") index++;
    else if (character === '"') inString = !inString;
    else if (inString) continue;
    else if (character === "{" || character === "[") depth++;
    else if (character === "}" || character === "]") depth--;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}

function refuse(status: number, body: object): { ok: false; response: NextResponse } {
  return { ok: false, response: NextResponse.json(body, { status }) };
}
