import "server-only";
import { headers, cookies as nextCookies } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { isReauthenticationRequired } from "@/lib/accounts/reauthentication-required-error";
import type { CookieWriter } from "./cookies";
import { type CurrentAuth, currentAuth } from "./dal";
import { getRuntime } from "./runtime";
import { isSameOrigin } from "./same-origin";

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
