import "server-only";
import { headers, cookies as nextCookies } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { isReauthenticationRequired } from "@/lib/errors/reauthentication-required";
import type { CookieWriter } from "@/lib/http/cookies/cookies";
import { isSameOrigin } from "@/lib/http/request/same-origin";
import { getRuntime, type Runtime } from "@/lib/runtime/runtime";
import { type CurrentAuth, currentAuth } from "../dal";

// The first line of every server action. An action is a public POST endpoint that any page can aim at, with
// the proxy in front of it or without.

export interface ActionContext {
  runtime: Runtime;
  headers: Headers;
  cookies: CookieWriter;
}

export interface UserContext extends ActionContext {
  current: CurrentAuth;
}

/** For actions that need no sign-in. Refuses (403) a request from another origin. */
export async function publicAction(): Promise<ActionContext> {
  const runtime = await getRuntime();
  const requestHeaders = await headers();
  if (!isSameOrigin(requestHeaders, runtime.config.origin)) forbidden();
  return { runtime, headers: requestHeaders, cookies: await nextCookies() };
}

/** For all others: the same, and only for a signed-in person; anyone else is sent to the login page. */
export async function userAction(): Promise<UserContext> {
  const context = await publicAction();
  const current = (await currentAuth()) ?? redirect("/login");
  return { ...context, current };
}

/**
 * Does what may ask for a more recent password. Where it does, the way leads over /confirm and back to `page`, a
 * path of this app, where the same button is pressed once more. `keep` may write down what was entered.
 */
export async function sensitiveAct<T>(
  page: string,
  work: () => Promise<T>,
  keep?: () => Promise<void>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isReauthenticationRequired(error)) throw error;
    await keep?.();
    redirect(`/confirm?next=${encodeURIComponent(page)}`);
  }
}
