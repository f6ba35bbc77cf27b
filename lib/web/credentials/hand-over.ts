import "server-only";
import type { AdmitOptions } from "@/lib/auth/admit";
import type { Credentials, ModeName } from "@/lib/auth/contract";
import { type CookieWriter, CREDENTIAL_COOKIES } from "@/lib/http/cookies/cookies";
import { withCookies } from "@/lib/http/cookies/with-cookies";
import { clientInfo } from "@/lib/http/request/request-facts";
import type { Runtime } from "@/lib/runtime/runtime";

// Carries the next credentials of a sign-in to the browser, in the middle of a request that goes on with them.

/** Whom the next credentials are recorded for, and on whose terms they are issued. */
export function renewalTerms(
  { settings }: Runtime,
  headers: Headers,
): Pick<AdmitOptions, "client" | "policyOf"> {
  return { client: () => clientInfo(headers), policyOf: (userId) => settings.get(userId) };
}

/** Writes the new cookies to `writer`; returns the request as if the browser already had them. */
export function handOver(
  { cookies }: Runtime,
  headers: Headers,
  mode: ModeName,
  credentials: Credentials,
  writer: CookieWriter,
): Headers {
  cookies.setCredentials(writer, mode, credentials);
  const { token, refresh } = CREDENTIAL_COOKIES[mode];
  const changed = [{ name: cookies.name(token), value: credentials.token }];
  if (refresh) changed.push({ name: cookies.name(refresh), value: credentials.refreshToken ?? "" });
  return withCookies(headers, changed);
}
