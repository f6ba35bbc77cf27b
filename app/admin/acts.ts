// What the page's buttons do, by their values, and where they lead back to. Knows no credential.

import type { Route } from "next";
import {
  type AccountChange,
  type AdminOutcome,
  type AdminRefusal,
  changeAccount,
  endSignInsOf,
} from "@/lib/accounts/admin/acts";
import type { Reach } from "@/lib/accounts/sign-ins/reach";
import type { SignedIn } from "@/lib/http/signed-in";
import type { Runtime } from "@/lib/runtime/runtime";

type Perform = (runtime: Runtime, current: SignedIn, id: string, headers: Headers) => Promise<AdminOutcome>;

export type ActName = "make-admin" | "make-user" | "disable" | "enable" | "sign-out";

function changing(change: AccountChange): Perform {
  return (runtime, current, id, headers) => changeAccount(runtime, current, id, change, headers);
}

export const ACTS: Readonly<Record<ActName, Perform>> = {
  "make-admin": changing({ role: "admin" }),
  "make-user": changing({ role: "user" }),
  disable: changing({ disabled: true }),
  enable: changing({ disabled: false }),
  "sign-out": endSignInsOf,
};

export const isActName = (value: unknown): value is ActName =>
  typeof value === "string" && Object.hasOwn(ACTS, value);

/** What the page after a redirect says of an act. */
export interface ActResult {
  act: ActName;
  /** Whose account. */
  id: string;
  refused: AdminRefusal | null;
  changed: boolean;
  ended: number;
  reach: Reach[];
}

/** Tells what `writeFlash` left for this page from what it left for another. */
export function isActResult(value: object | null): value is ActResult {
  return value !== null && "act" in value && isActName(value.act) && "reach" in value;
}

export interface View {
  /** Part of an address or name. */
  search: string;
  /** Which page; left out: the first. */
  cursor: string | undefined;
}

type Given = (name: "search" | "cursor") => unknown;

/** What an address or a form cannot mean is left out, so that an old link shows the list all the same. */
export function readView(given: Given): View {
  const text = (name: "search" | "cursor") => {
    const value = [given(name)].flat()[0];
    return typeof value === "string" ? value : "";
  };
  return { search: text("search").trim().slice(0, 254), cursor: text("cursor").slice(0, 2000) || undefined };
}

export function viewLink({ search, cursor }: View) {
  return { pathname: "/admin", query: { ...(search && { search }), ...(cursor && { cursor }) } };
}

/** The same as text, to be led back to; `done` when there is a result to show. */
export function viewPath(view: View, done = false): Route {
  const query = new URLSearchParams({ ...viewLink(view).query, ...(done && { done: "1" }) });
  return query.size > 0 ? `/admin?${query}` : "/admin";
}
