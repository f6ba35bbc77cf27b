import "server-only";
import { headers, cookies as nextCookies } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import type { CookieWriter } from "./cookies";
import { type CurrentAuth, currentAuth } from "./dal";
import { isSameOrigin } from "./request-facts";
import { getRuntime } from "./runtime";

// The first line of every server action. An action is a public POST endpoint that any page can aim at, with
// the proxy in front of it or without.

export interface ActionContext {
  headers: Headers;
  cookies: CookieWriter;
}

/** For actions that need no sign-in. Refuses (403) a request from another origin. */
export async function publicAction(): Promise<ActionContext> {
  const { config } = await getRuntime();
  const requestHeaders = await headers();
  if (!isSameOrigin(requestHeaders, config.origin)) forbidden();
  return { headers: requestHeaders, cookies: await nextCookies() };
}

/** For all others: the same, and only for a signed-in person; anyone else is sent to the login page. */
export async function userAction(): Promise<ActionContext & { current: CurrentAuth }> {
  const context = await publicAction();
  const current = (await currentAuth()) ?? redirect("/login");
  return { ...context, current };
}
