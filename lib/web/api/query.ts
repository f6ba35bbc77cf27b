import "server-only";
import { type NextRequest, NextResponse } from "next/server";
import type { z } from "zod";
import { fieldErrors } from "@/lib/http/field-errors";

// Reads the query string of a request: only what the schema names comes out.

export type Query<T> = { ok: true; value: T } | { ok: false; response: NextResponse };

/**
 * The validated query; a parameter that is given more than once is an array. Refusal: 400 with the parameters
 * at fault, in the words of the API's bodies.
 */
export function readQuery<S extends z.ZodType>({ nextUrl }: NextRequest, schema: S): Query<z.infer<S>> {
  const { searchParams } = nextUrl;
  const given = [...new Set(searchParams.keys())].map((name) => {
    const values = searchParams.getAll(name);
    return [name, values.length > 1 ? values : values[0]] as const;
  });
  const parsed = schema.safeParse(Object.fromEntries(given));
  if (parsed.success) return { ok: true, value: parsed.data };
  const body = { error: "invalid_request", fields: fieldErrors(parsed.error) };
  return { ok: false, response: NextResponse.json(body, { status: 400 }) };
}
