import "server-only";
import { setImmediate } from "node:timers/promises";
import { z } from "zod";
import { type AdminScope, isWithin } from "@/lib/accounts/admin/scope";
import type { UserId } from "@/lib/auth/contract";
import type { Listing, Page } from "@/lib/http/cursors";
import type { SignedIn } from "@/lib/http/signed-in";
import type { AuditPage, AuditQuery } from "@/lib/stores/audit";
import { EXPORT_LIMIT, WRITERS } from "./export-formats";
import type { AuditParts } from "./parts";
import type { ActivityFilter, ExportQuery } from "./query";
import { readerOf, whose } from "./reader";
import { type ActivityView, toActivity } from "./view";

// The audit trail for pages and handlers: everybody reads their own, an admin any.

export interface Activity {
  /** Newest first. */
  events: ActivityView[];
  /** Where the next page begins; null at the end. */
  next: number | null;
}

/** By the numbers of events. */
export const activityListing: Listing<number> = { name: "activity", position: z.int() };

export async function listActivity(
  parts: AuditParts,
  current: SignedIn,
  { kind: kinds, user }: ActivityFilter,
  { limit, after: before }: Page<number>,
): Promise<Activity> {
  const reader = await readerOf(parts, current);
  const userId = await whose(parts, reader, user);
  const { events, next } = await parts.audit.list({ userId, kinds, before, limit });
  return { events: events.map((event) => toActivity(event, reader)), next };
}

export interface Export {
  contentType: string;
  fileName: string;
  body: ReadableStream<Uint8Array>;
}

/** A page that is read at once, so that no request waits long for an export. */
const BATCH = 200;

/**
 * The trail as a file, newest first, up to `EXPORT_LIMIT` events. A store that is down at the start throws; one
 * that fails on the way breaks the answer off, so that nobody takes a part for the whole.
 */
export async function exportActivity(
  parts: AuditParts,
  current: SignedIn,
  query: ExportQuery,
): Promise<Export> {
  const { audit } = parts;
  const reader = await readerOf(parts, current);
  const [exportedAt, writer] = [new Date(), WRITERS[query.format]];
  const userId = await whose(parts, reader, query.user);
  const onePerson = typeof userId === "string" ? userId : null;
  const filter = { userId, kinds: query.kind };
  const list = (page: Omit<AuditQuery, "userId" | "kinds">) => audit.list({ ...filter, ...page }, exportedAt);
  const firstPage = await list({ limit: BATCH });

  async function* pieces(): AsyncGenerator<string> {
    yield writer.head({ exportedAt, userId: onePerson, kinds: query.kind ?? null });
    let page: AuditPage = firstPage;
    let written = 0;
    for (;;) {
      const events = page.events.map((event) => toActivity(event, reader));
      yield events.map((event, index) => writer.row(event, written + index === 0)).join("");
      written += events.length;
      if (page.next === null || written >= EXPORT_LIMIT) break;
      // Lets other requests have their turn.
      await setImmediate();
      page = await list({ before: page.next, limit: Math.min(BATCH, EXPORT_LIMIT - written) });
    }
    yield writer.foot(page.next !== null);
  }

  return {
    contentType: writer.contentType,
    fileName: `coatcheck-activity-${exportedAt.toISOString().slice(0, 10)}.${query.format}`,
    body: streamOf(pieces()),
  };
}

/** Asks for the next piece only when the client has taken the last one. */
function streamOf(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}

export interface Person {
  name: string;
  /** Null for whoever may not know: people learn which admin acted by name alone. */
  email: string | null;
}

export interface Readable {
  people: ReadonlyMap<UserId, Person>;
  /** Whose activity this reader may ask for; null: their own. */
  scope: AdminScope | null;
}

/** Who the people in these events are now, as their reader may know them. Who is gone is left out. */
export async function peopleIn(
  parts: AuditParts,
  current: SignedIn,
  events: readonly ActivityView[],
): Promise<Readable> {
  const { accounts } = parts;
  const { userId: ownId, scope } = await readerOf(parts, current);
  const ids = new Set(events.flatMap(({ userId, actorId }) => (actorId ? [userId, actorId] : [userId])));
  const people = new Map<UserId, Person>();
  for (const id of ids) {
    const account = await accounts.find(id);
    if (!account) continue;
    const { name, email } = account.principal;
    const mayKnow = id === ownId || (scope !== null && isWithin(scope, account));
    people.set(id, { name, email: mayKnow ? email : null });
  }
  return { people, scope };
}
