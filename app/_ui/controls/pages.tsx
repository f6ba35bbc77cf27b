// The way through a list in pages: links, so it works without JavaScript and every page has an address.

import type { ComponentProps } from "react";
import { ButtonLink } from "./button";

interface PagesProps {
  isFirst: boolean;
  /** The cursor of the next page; null on the last one. */
  next: string | null;
  /** The address of a page; without a cursor, of the first one. */
  to(cursor: string | undefined): ComponentProps<typeof ButtonLink>["href"];
  words?: { first: string; next: string };
}

const BY_TIME = { first: "Newest", next: "Older" };

export function Pages({ isFirst, next, to, words = BY_TIME }: PagesProps) {
  if (isFirst && next === null) return null;
  return (
    <nav aria-label="Pages" className="flex flex-wrap justify-between gap-2 border-t border-line pt-4">
      {isFirst ? null : (
        <ButtonLink href={to(undefined)} prefetch={false}>
          {words.first}
        </ButtonLink>
      )}
      {next !== null ? (
        <ButtonLink href={to(next)} prefetch={false} className="ml-auto">
          {words.next}
        </ButtonLink>
      ) : null}
    </nav>
  );
}
