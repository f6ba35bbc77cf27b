import "server-only";
import type { Active, InactiveReason } from "@/lib/auth/contract";
import { type CookieWriter, CREDENTIAL_COOKIES } from "./cookies";
import type { Carried } from "./credential";
import { clientInfo, isPrefetch } from "./request-facts";
import type { Runtime } from "./runtime";
import { withCookies } from "./with-cookies";

// Exchanges what a browser holds for its next credential, in the middle of a request that goes on with it. Used
// by the gate for pages, by the guard of route handlers, and by POST /api/auth/refresh.

export type Renewal =
  | {
      kind: "renewed";
      verification: Active;
      token: string;
      /** The request as if the browser already had the new cookies. */
      headers: Headers;
    }
  | { kind: "refused"; reason: InactiveReason };

/**
 * Refusals that a refresh may mend: the access token's time is over, or something ended it that may have been
 * meant for another sign-in. The token family decides. A forged token is not mended.
 */
export const MENDABLE: ReadonlySet<InactiveReason> = new Set(["missing", "expired", "revoked"]);

/** Looking ahead never exchanges anything. */
export function isRenewable(headers: Headers, held: Carried, refusal: InactiveReason): boolean {
  return held.refreshToken !== null && MENDABLE.has(refusal) && !isPrefetch(headers);
}

/**
 * Writes the new cookies to `writer`. What is refused for good is cleared, but not with `keepRefused`: many requests
 * may be on their way at once, and the last answer to arrive would take away what an earlier one brought. Throws
 * when the store is down.
 */
export async function renew(
  runtime: Runtime,
  headers: Headers,
  held: Carried,
  writer: CookieWriter,
  { keepRefused = false } = {},
): Promise<Renewal> {
  const result = await runtime.auth.modes[held.mode].refresh(held, clientInfo(headers), (userId) =>
    runtime.settings.get(userId),
  );
  if (result.kind !== "refreshed") {
    // Without a refresh token nothing was decided, and the access token may be good.
    const decided = result.kind === "reused" || result.reason !== "missing";
    if (decided && !keepRefused) runtime.cookies.clearCredentials(writer);
    return { kind: "refused", reason: result.kind === "reused" ? "revoked" : result.reason };
  }
  const { credentials, verification } = result;
  runtime.cookies.setCredentials(writer, held.mode, credentials);
  const { token, refresh } = CREDENTIAL_COOKIES[held.mode];
  const changed = [{ name: runtime.cookies.name(token), value: credentials.token }];
  if (refresh) changed.push({ name: runtime.cookies.name(refresh), value: credentials.refreshToken ?? "" });
  return { kind: "renewed", verification, token: credentials.token, headers: withCookies(headers, changed) };
}
