import "server-only";
import type { NextRequest } from "next/server";
import { z } from "zod";
import type { Cursors, Listing, Page } from "@/lib/http/cursors";
import { getRuntime } from "@/lib/runtime/runtime";
import { type Query, readQuery } from "./query";

// Lists come in pages, in the API by `?limit=` and `?cursor=`, on pages by `?cursor=`.

export const PAGE_SIZE = 50;
/** No cursor of ours is longer. */
const MAX_CURSOR_LENGTH = 2000;

const limitSchema = z
  .string("Please give a number.")
  .regex(/^\d{1,3}$/, "Please give a number.")
  .transform(Number)
  .pipe(z.number().min(1, "At least 1.").max(100, "At most 100."))
  .default(PAGE_SIZE);

/** What a request of the API asks for. Refusal: 400 that names `limit` or `cursor`. */
export async function readPage<P>(request: NextRequest, listing: Listing<P>): Promise<Query<Page<P>>> {
  const { cursors } = await getRuntime();
  const cursor = z
    .string("One cursor at a time.")
    .transform((text, context) => {
      const after = readCursor(cursors, listing, text);
      if (after === null) context.addIssue("This is no cursor of this list.");
      return after ?? z.NEVER;
    })
    .optional();
  const schema = z.object({ limit: limitSchema, cursor });
  return readQuery(
    request,
    schema.transform(({ limit, cursor: after }) => ({ limit, after })),
  );
}

/** The page that an address means by its `cursor`; the first one where it means none. */
export async function pageAt<P>(listing: Listing<P>, cursor: unknown): Promise<Page<P>> {
  const { cursors } = await getRuntime();
  const after = typeof cursor === "string" ? readCursor(cursors, listing, cursor) : null;
  return { limit: PAGE_SIZE, after: after ?? undefined };
}

/** What to ask for the next page with; null at the end. */
export async function cursorTo<P>(listing: Listing<P>, next: P | null): Promise<string | null> {
  const { cursors } = await getRuntime();
  return next === null ? null : cursors.make(listing, next);
}

function readCursor<P>(cursors: Cursors, listing: Listing<P>, text: string): P | null {
  return text.length > MAX_CURSOR_LENGTH ? null : cursors.read(listing, text);
}
