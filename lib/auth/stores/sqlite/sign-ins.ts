import { and, count, eq, gt, max, ne, type SQL, sql } from "drizzle-orm";
import type { refreshFamilies, sessions } from "../../../../db/sqlite/schema";
import type { SignInPage, SignInTally } from "../../contract";
import { byName } from "../../names";
import { wholePage } from "../../policy";

// What the tables of both modes are asked in the same way: whose, which are live, in which order. Every question goes
// by one index that has all it needs (`…_by_user`), so that only what is listed is looked up in the table.

type SignInTable = typeof sessions | typeof refreshFamilies;

/** What both tables are given of a new sign-in, by the names of their columns. */
export const SIGN_IN_VALUES = byName(
  [
    "id",
    "userId",
    "audience",
    "createdAt",
    "authenticatedAt",
    "lastSeenAt",
    "idleTimeoutSeconds",
    "expiresAt",
    "ip",
    "userAgent",
  ],
  (name) => sql.placeholder(name),
);

/** No id is empty. */
export const NO_ID = "";

export function signInsIn(table: SignInTable) {
  const { id, createdAt, lastSeenAt, idleTimeoutSeconds, expiresAt } = table;
  const afterPlace = { createdAt: sql.placeholder("createdAt"), id: sql.placeholder("id") };
  const ofUser = and(
    eq(table.userId, sql.placeholder("userId")),
    eq(table.audience, sql.placeholder("audience")),
  );
  const isWithinLimit = gt(expiresAt, sql.placeholder("now"));
  const isInUse = sql`${lastSeenAt} + ${idleTimeoutSeconds} * 1000 > ${sql.placeholder("now")}`;
  return {
    ofUser,
    isWithinLimit,
    isLive: and(isWithinLimit, isInUse),
    isOther: ne(id, sql.placeholder("except")),
    /** Where a page begins, and its order. */
    newest: {
      begin: sql`(${createdAt}, ${id}) < (${afterPlace.createdAt}, ${afterPlace.id})`,
      order: [sql`${createdAt} desc`, sql`${id} desc`],
    },
    oldest: {
      begin: sql`(${createdAt}, ${id}) > (${afterPlace.createdAt}, ${afterPlace.id})`,
      order: [sql`${createdAt}`, sql`${id}`],
    },
    tally: { count: count(), lastSeenAt: max(lastSeenAt), expiresAt: max(expiresAt) },
  } satisfies Record<string, unknown> & Record<Required<SignInPage>["first"], { begin: SQL; order: SQL[] }>;
}

/** The order of the page, and the parameters that say which part of it. */
export function placeOf(page: SignInPage | undefined) {
  const { first, after, limit } = wholePage(page);
  const beginning = first === "newest" ? Number.MAX_SAFE_INTEGER : Number.MIN_SAFE_INTEGER;
  return {
    first,
    place: { createdAt: after?.createdAt.getTime() ?? beginning, id: after?.id ?? NO_ID, limit },
  };
}

export const EMPTY_TALLY: SignInTally = { count: 0, lastSeenAt: null, expiresAt: null };
