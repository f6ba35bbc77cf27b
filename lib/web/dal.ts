import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import type { InactiveReason } from "@/lib/auth/contract";
import { isAccountClosed } from "@/lib/errors/account-closed";
import type { SignedIn } from "@/lib/http/signed-in";
import { getRuntime } from "@/lib/runtime/runtime";
import { type Authentication, authenticate } from "./credentials/authenticate";

// The data access layer's door: pages read people's data only after one of these has answered.

export type CurrentAuth = SignedIn;

/** Asked once a request, however many components want to know. */
const answer = cache(async (): Promise<Authentication> => {
  // Next does not tell the method here. What claims to look ahead is a GET: the server takes such a claim off
  // every other request.
  return authenticate(await getRuntime(), { method: "GET", headers: await headers() });
});

/** Who this request acts for, or null. */
export async function currentAuth(): Promise<CurrentAuth | null> {
  return (await answer()).signedIn;
}

/** Why the credential that this request presents was refused; null when none was. */
export async function currentRefusal(): Promise<InactiveReason | null> {
  const given = await answer();
  return given.signedIn || given.reason === "missing" ? null : given.reason;
}

/**
 * Reads what a page shows of an account. A JWT may still be good when its account is gone or disabled: then the way
 * leads to the login page, which does not send such a visitor back.
 */
export async function readAccount<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isAccountClosed(error)) redirect("/login");
    throw error;
  }
}

/** The signed-in person; anyone else is sent to the login page, and back to `path` afterwards. */
export async function requireUser(path: string): Promise<CurrentAuth> {
  return (await currentAuth()) ?? toLogin(path);
}

/** The same, with a description of the credential: for the one page that shows it, so that it is read once. */
export async function requireDescribedUser(path: string): Promise<CurrentAuth> {
  const request = { method: "GET", headers: await headers() };
  return (await authenticate(await getRuntime(), request, { describe: true })).signedIn ?? toLogin(path);
}

const toLogin = (path: string): never => redirect(`/login?next=${encodeURIComponent(path)}`);
