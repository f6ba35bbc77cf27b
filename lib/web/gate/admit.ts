import "server-only";
import { glance } from "@/lib/auth/admit";
import type { CookieWriter } from "@/lib/http/cookies/cookies";
import { presentedCredential } from "@/lib/http/cookies/presented";
import { isPrefetch } from "@/lib/http/request/request-facts";
import { isSafe } from "@/lib/http/request/same-origin";
import type { Runtime } from "@/lib/runtime/runtime";
import { handOver, renewalTerms } from "../credentials/hand-over";
import type { GateRequest } from "./gate";

// What the gate can say of a request's credential, and the one write it does: an access token whose time is over
// is exchanged, so that the page behind it sees the next one. Otherwise it decodes and asks no store.

export interface Admission {
  credential: GateRequest["credential"];
  /** The request to hand on: with the new cookies where there are some. */
  headers: Headers;
}

export interface AdmitRequest {
  method: string;
  headers: Headers;
  refusalIsFinal: boolean;
  /** Takes a credential out of the browser that is refused for good. */
  clearRefused: boolean;
}

/**
 * `refusalIsFinal`: behind this request nobody can mend a refusal (a form that would be lost, the login page), so
 * a credential with a refresh token is checked in full.
 */
export async function admit(
  runtime: Runtime,
  { method, headers, refusalIsFinal, clearRefused }: AdmitRequest,
  writer: CookieWriter,
): Promise<Admission> {
  const presented = presentedCredential(headers, runtime.auth, runtime.cookies);
  if (presented.kind !== "one") return { credential: presented.kind, headers };
  const { mode } = presented;
  const outcome = await glance(runtime.auth.modes[mode], presented, {
    ...renewalTerms(runtime, headers),
    mayRenew: !isPrefetch({ method, headers }),
    inFull: refusalIsFinal || !isSafe(method),
    now: new Date(),
  });
  if (outcome.kind === "renewed") {
    const renewed = handOver(runtime, headers, mode, outcome.credentials, writer);
    return { credential: "plausible", headers: renewed };
  }
  // Not on the way to the login page: that tells its holder why, and clears them then.
  if (outcome.kind === "refused" && outcome.final && clearRefused) runtime.cookies.clearCredentials(writer);
  return { credential: outcome.kind, headers };
}
