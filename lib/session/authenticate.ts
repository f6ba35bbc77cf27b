import "server-only";
import { admit } from "@/lib/auth/admit";
import type { Active, InactiveReason, ModeName } from "@/lib/auth/contract";
import { createTrace, type RecordedTrace } from "@/lib/auth/trace";
import type { CookieWriter } from "./cookies";
import { presentedCredential } from "./credential";
import { recordRefusal } from "./refusals";
import { handOver, renewalTerms } from "./renew";
import { isPrefetch } from "./request-facts";
import { getRuntime } from "./runtime";

// The authoritative answer to "who is this?", asked in one way by pages, actions and route handlers.

export type SignedIn = Omit<Active, "active"> & {
  mode: ModeName;
  /** The cookie's value, for the adapter only: never rendered, logged or returned. */
  token: string;
  trace: RecordedTrace;
};

export type Authentication =
  | { signedIn: SignedIn; headers: Headers; trace: RecordedTrace }
  | { signedIn: null; reason: InactiveReason; trace: RecordedTrace };

/**
 * Throws `AuthError("store_unavailable")` when the store cannot be asked: that is no answer. With a `renewal`, an
 * access token whose time is over is exchanged for the next one; the new cookies go there, and `headers` is the
 * request as if it had come with them.
 */
export async function authenticate(
  request: { method: string; headers: Headers },
  renewal?: CookieWriter,
): Promise<Authentication> {
  const { headers } = request;
  const runtime = await getRuntime();
  const trace = createTrace();
  const readStep = trace.begin("Read the credential");
  const presented = presentedCredential(headers, runtime.auth, runtime.cookies);
  if (presented.kind !== "one") {
    const reason = presented.kind === "none" ? "missing" : "conflict";
    readStep(reason);
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
    trace,
  });
  if (admission.kind === "refused") {
    // No cookie is cleared: of many requests at once the last answer would take away what an earlier one brought.
    await recordRefusal(runtime, headers, { reason: admission.reason, held: presented });
    return { signedIn: null, reason: admission.reason, trace };
  }
  const { active: _, ...verified } = admission.verification;
  const { token, renewed } = admission;
  const goesOn = renewed && renewal ? handOver(runtime, headers, mode, renewed, renewal) : headers;
  return { signedIn: { ...verified, mode, token, trace }, headers: goesOn, trace };
}
