// The cells of the storage lab: what is tried, in the order in which it is tried, and what each is called. Data
// only, the same for the server that is attacked, the conclusion and the tables on the page.

import type { Place } from "../../engine/server/sites";

interface Named<Id extends string> {
  id: Id;
  label: string;
}
const named = <Id extends string>(id: Id, label: string): Named<Id> => ({ id, label });

export const ATTEMPTS = [
  { ...named("own", "The target’s own page posts"), place: "target", how: "fetch", method: "POST" },
  {
    ...named("neighbour", "A page on another port of the same host posts"),
    place: "neighbour",
    how: "fetch",
    method: "POST",
  },
  {
    ...named("fetch", "A script on another site posts"),
    place: "elsewhere",
    how: "fetch",
    method: "POST",
  },
  {
    ...named("image", "A picture on another site is fetched (GET)"),
    place: "elsewhere",
    how: "image",
    method: "GET",
  },
  { ...named("form", "A form on another site is sent"), place: "elsewhere", how: "form", method: "POST" },
  {
    ...named("link", "A link on another site is followed (GET)"),
    place: "elsewhere",
    how: "link",
    method: "GET",
  },
] as const satisfies readonly (Named<string> & {
  place: Place;
  how: "fetch" | "image" | "form" | "link";
  method: string;
})[];
export type Attempt = (typeof ATTEMPTS)[number];

export const SAME_SITES = [
  named("strict", "SameSite=Strict"),
  named("lax", "SameSite=Lax"),
  named("none", "SameSite=None"),
  named("plain", "no SameSite"),
] as const;
export type SameSiteId = (typeof SAME_SITES)[number]["id"];

export const GUARDS = [
  named("nothing", "no check"),
  named("origin", "Origin"),
  named("fetch-site", "Sec-Fetch-Site"),
  named("app", "this app’s own"),
] as const;
export type GuardId = (typeof GUARDS)[number]["id"];

export const TRICKS = [
  named("read-local", "It reads a token from localStorage"),
  named("send-local", "It sends that token to another site"),
  named("read-open", "It reads a cookie without HttpOnly"),
  named("read-http-only", "It reads a cookie with HttpOnly"),
  named("act", "It acts as the user, with the cookie it cannot read"),
  named("csp", "It runs on a page with a content security policy"),
] as const;
export type TrickId = (typeof TRICKS)[number]["id"];

export const SIZES = [
  { ...named("4096", "One cookie, 4,096 bytes of name and value"), count: 1, bytes: 4096 },
  { ...named("4097", "One cookie, 4,097 bytes"), count: 1, bytes: 4097 },
  { ...named("some", "Three cookies of 3,500 bytes"), count: 3, bytes: 3500 },
  { ...named("many", "Eight cookies of 3,000 bytes"), count: 8, bytes: 3000 },
] as const;
export type Size = (typeof SIZES)[number];

export const POLICIES = [
  named("silent", "no header"),
  named("star", "Allow-Origin: *"),
  named("star-credentials", "Allow-Origin: *, Allow-Credentials"),
  named("exact", "Allow-Origin: that origin"),
  named("exact-credentials", "Allow-Origin: that origin, Allow-Credentials"),
] as const;
export type PolicyId = (typeof POLICIES)[number]["id"];

export const ASKS = [
  { ...named("omit", "GET without credentials"), method: "GET", credentials: "omit" },
  { ...named("include", "GET with credentials"), method: "GET", credentials: "include" },
  { ...named("json", "JSON POST with credentials"), method: "POST", credentials: "include" },
] as const;
export type Ask = (typeof ASKS)[number];

export type Cell = { id: string; label: string } & (
  | { part: "csrf"; attempt: Attempt; sameSite: SameSiteId; guard: GuardId }
  | { part: "xss"; trick: TrickId }
  | { part: "size"; size: Size }
  | { part: "cors"; policy: PolicyId; ask: Ask }
);
export type CellOf<Part extends Cell["part"]> = Extract<Cell, { part: Part }>;

export const csrfId = (attempt: string, sameSite: string, guard: string) =>
  `csrf.${attempt}.${sameSite}.${guard}`;
export const xssId = (trick: string) => `xss.${trick}`;
export const sizeId = (size: string) => `size.${size}`;
export const corsId = (policy: string, ask: string) => `cors.${policy}.${ask}`;

export const CSRF_CELLS: readonly CellOf<"csrf">[] = ATTEMPTS.flatMap((attempt) =>
  SAME_SITES.flatMap((sameSite) =>
    GUARDS.map(
      (guard): CellOf<"csrf"> => ({
        part: "csrf",
        id: csrfId(attempt.id, sameSite.id, guard.id),
        attempt,
        sameSite: sameSite.id,
        guard: guard.id,
        label: `${attempt.label}; cookie: ${sameSite.label}; check: ${guard.label}`,
      }),
    ),
  ),
);
export const XSS_CELLS: readonly CellOf<"xss">[] = TRICKS.map((trick) => ({
  part: "xss",
  id: xssId(trick.id),
  trick: trick.id,
  label: `An injected script: ${trick.label}`,
}));
export const SIZE_CELLS: readonly CellOf<"size">[] = SIZES.map((size) => ({
  part: "size",
  id: sizeId(size.id),
  size,
  label: `The server sets: ${size.label}`,
}));
export const CORS_CELLS: readonly CellOf<"cors">[] = POLICIES.flatMap((policy) =>
  ASKS.map(
    (ask): CellOf<"cors"> => ({
      part: "cors",
      id: corsId(policy.id, ask.id),
      policy: policy.id,
      ask,
      label: `Another origin asks, ${ask.label}; the server answers with ${policy.label}`,
    }),
  ),
);

export const CELLS: readonly Cell[] = [...CSRF_CELLS, ...XSS_CELLS, ...SIZE_CELLS, ...CORS_CELLS];

/** The one cookie that decides in a cell, by its name. */
export function cookieOf(cell: Cell): string {
  if (cell.part === "csrf") return cookieName(cell.sameSite);
  return cookieName(cell.part === "cors" ? "none" : "strict");
}
export const COOKIE_PREFIX = "lab-storage-";
export const cookieName = (id: SameSiteId | "open"): string => `${COOKIE_PREFIX}${id}`;

const byId = new Map(CELLS.map((cell) => [cell.id, cell]));
export const cellOf = (id: string): Cell | null => byId.get(id) ?? null;
