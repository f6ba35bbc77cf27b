import "server-only";
import { setImmediate } from "node:timers/promises";
import { ownAccount } from "@/lib/accounts/own-account";
import type { UserId } from "@/lib/auth/contract";
import type { SignedIn } from "@/lib/session/authenticate";
import { getRuntime } from "@/lib/session/runtime";
import type { AuditPage, AuditQuery } from "./audit-store";
import { EXPORT_LIMIT, WRITERS } from "./export-formats";
import { type ActivityQuery, type ExportQuery, whose } from "./query";
import { type ActivityView, toActivity } from "./view";

// The audit trail for pages and handlers: everybody reads their own, an admin any.

export interface Activity {
  /** Newest first. */
  events: ActivityView[];
  /** The `before` of the next page; null at the end. */
  next: number | null;
}

export async function listActivity(current: SignedIn, query: ActivityQuery): Promise<Activity> {
  const runtime = await getRuntime();
  const { audit } = runtime;
  // A JWT may still say "admin" of somebody who no longer is: whose trail one reads is decided by the account.
  const { principal } = ownAccount(runtime, current);
  const { kind: kinds, before, limit, user } = query;
  const { events, next } = await audit.list({ userId: whose(principal, user), kinds, before, limit });
  return { events: events.map((event) => toActivity(event, principal)), next };
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
export async function exportActivity(current: SignedIn, query: ExportQuery): Promise<Export> {
  const runtime = await getRuntime();
  const { audit } = runtime;
  // A JWT may still say "admin" of somebody who no longer is: whose trail one reads is decided by the account.
  const { principal } = ownAccount(runtime, current);
  const [exportedAt, userId, writer] = [new Date(), whose(principal, query.user), WRITERS[query.format]];
  const filter = { userId, kinds: query.kind };
  const list = (page: Omit<AuditQuery, "userId" | "kinds">) => audit.list({ ...filter, ...page }, exportedAt);
  const firstPage = await list({ limit: BATCH });

  async function* pieces(): AsyncGenerator<string> {
    yield writer.head({ exportedAt, userId: userId ?? null, kinds: query.kind ?? null });
    let page: AuditPage = firstPage;
    let written = 0;
    for (;;) {
      const events = page.events.map((event) => toActivity(event, principal));
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
  email: string;
}

/** Who the people in these events are now. Who is gone is left out. */
export async function peopleIn(events: readonly ActivityView[]): Promise<ReadonlyMap<UserId, Person>> {
  const { accounts } = await getRuntime();
  const ids = new Set(events.flatMap(({ userId, actorId }) => (actorId ? [userId, actorId] : [userId])));
  const people = new Map<UserId, Person>();
  for (const id of ids) {
    const account = accounts.find(id);
    if (account) people.set(id, { name: account.principal.name, email: account.principal.email });
  }
  return people;
}
