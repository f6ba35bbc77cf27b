import "server-only";
import { admit } from "@/lib/auth/admit";
import type { InactiveReason } from "@/lib/auth/contract";
import { createReadCount, createTrace, type RecordedTrace } from "@/lib/auth/trace";
import type { CookieWriter } from "@/lib/http/cookies/cookies";
import { presentedCredential } from "@/lib/http/cookies/presented";
import { isPrefetch } from "@/lib/http/request/request-facts";
import type { SignedIn } from "@/lib/http/signed-in";
import { metrics } from "@/lib/log/metrics";
import type { Runtime } from "@/lib/runtime/runtime";
import { handOver, renewalTerms } from "./hand-over";
import { recordRefusal } from "./refusals";

// The authoritative answer to "who is this?", asked in one way by pages, actions and route handlers.

export type Authentication =
  | { signedIn: SignedIn; headers: Headers; trace: RecordedTrace }
  | { signedIn: null; reason: InactiveReason; trace: RecordedTrace };

export interface AuthenticateOptions {
  /** With it, an access token whose time is over is exchanged for the next one, and the new cookies go there. */
  renewal?: CookieWriter;
  /** True: the credential is described as well, from what its check read, and each step of it is timed. */
  describe?: boolean;
}

/**
 * Throws `AuthError("store_unavailable")` when the store cannot be asked: that is no answer. `headers` is the request as
 * if it had come with the cookies of a renewal.
 */
export async function authenticate(
  runtime: Runtime,
  request: { method: string; headers: Headers },
  { renewal, describe = false }: AuthenticateOptions = {},
): Promise<Authentication> {
  const { headers } = request;
  const trace = describe ? createTrace() : createReadCount();
  const readStep = trace.begin("Read the credential");
  const presented = presentedCredential(headers, runtime.auth, runtime.cookies);
  if (presented.kind !== "one") {
    const reason = presented.kind === "none" ? "missing" : "conflict";
    readStep(reason);
    metrics()?.checked("none", reason, 0);
    if (presented.kind === "conflict") await recordRefusal(runtime, headers, { reason });
    return { signedIn: null, reason, trace };
  }
  readStep("ok");
  const { mode } = presented;
  const looksAhead = isPrefetch(request);
  const admission = await admit(runtime.auth.modes[mode], presented, {
    ...renewalTerms(runtime, headers),
    mayRenew: renewal !== undefined && !looksAhead,
    readOnly: looksAhead,
    describe,
    trace,
  });
  metrics()?.checked(mode, admission.kind === "refused" ? admission.reason : "accepted", trace.reads);
  if (admission.kind === "refused") {
    // No cookie is cleared: of many requests at once the last answer would take away what an earlier one brought.
    await recordRefusal(runtime, headers, { reason: admission.reason, held: presented });
    return { signedIn: null, reason: admission.reason, trace };
  }
  const { verification, token, renewed } = admission;
  const goesOn = renewed && renewal ? handOver(runtime, headers, mode, renewed, renewal) : headers;
  return { signedIn: { ...verification, mode, token, trace }, headers: goesOn, trace };
}
