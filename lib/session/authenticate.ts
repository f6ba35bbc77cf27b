import "server-only";
import { log } from "@/lib/audit/log";
import type { Active, InactiveReason, ModeName } from "@/lib/auth/contract";
import type { Auth } from "@/lib/auth/create-auth";
import { createTrace, type RecordedTrace } from "@/lib/auth/trace";
import { type Carried, presentedCredential } from "./credential";
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
  | { signedIn: SignedIn; trace: RecordedTrace }
  | { signedIn: null; reason: InactiveReason; trace: RecordedTrace };

/** Throws `AuthError("store_unavailable")` when the store cannot be asked: that is no answer. */
export async function authenticate(headers: Headers): Promise<Authentication> {
  const { auth, cookies } = await getRuntime();
  const trace = createTrace();
  const readStep = trace.begin("Read the credential");
  const presented = presentedCredential(headers, auth, cookies);
  if (presented.kind !== "one") {
    const reason = presented.kind === "none" ? "missing" : "conflict";
    readStep(reason);
    return refused(reason, trace);
  }
  readStep("ok");
  return check(auth, presented, trace, isPrefetch(headers));
}

async function check(
  auth: Auth,
  { mode, token }: Carried,
  trace: RecordedTrace,
  readOnly: boolean,
): Promise<Authentication> {
  const verification = await auth.modes[mode].verify(token, { trace, readOnly });
  if (!verification.active) return refused(verification.reason, trace);
  const { active: _, ...rest } = verification;
  return { signedIn: { ...rest, mode, token, trace }, trace };
}

function refused(reason: InactiveReason, trace: RecordedTrace): Authentication {
  if (reason !== "missing") log("credential.refused", { reason });
  return { signedIn: null, reason, trace };
}
