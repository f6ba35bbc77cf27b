import "server-only";
import type { Active, InactiveReason, ModeName } from "@/lib/auth/contract";
import { createTrace, type RecordedTrace } from "@/lib/auth/trace";
import type { CookieWriter } from "./cookies";
import { type Carried, presentedCredential } from "./credential";
import { recordRefusal } from "./refusals";
import { isRenewable, renew } from "./renew";
import { isPrefetch } from "./request-facts";
import { getRuntime, type Runtime } from "./runtime";

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
export async function authenticate(headers: Headers, renewal?: CookieWriter): Promise<Authentication> {
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
  const { mode, token } = presented;
  const verification = token
    ? await runtime.auth.modes[mode].verify(token, { trace, readOnly: isPrefetch(headers) })
    : ({ active: false, reason: "missing" } as const);
  if (verification.active && token)
    return { signedIn: toSignedIn(verification, presented, token, trace), headers, trace };
  const reason = verification.active ? "missing" : verification.reason;
  if (renewal && isRenewable(headers, presented, reason))
    return exchange(runtime, headers, presented, renewal, trace);
  await recordRefusal(runtime, headers, { reason, held: presented });
  return { signedIn: null, reason, trace };
}

async function exchange(
  runtime: Runtime,
  headers: Headers,
  held: Carried,
  writer: CookieWriter,
  trace: RecordedTrace,
): Promise<Authentication> {
  const step = trace.begin("Exchange the refresh token");
  const renewal = await renew(runtime, headers, held, writer, { keepRefused: true });
  step(renewal.kind === "renewed" ? "ok" : renewal.reason, 1);
  if (renewal.kind === "refused") {
    await recordRefusal(runtime, headers, { reason: renewal.reason, held });
    return { signedIn: null, reason: renewal.reason, trace };
  }
  const { verification, token } = renewal;
  return { signedIn: toSignedIn(verification, held, token, trace), headers: renewal.headers, trace };
}

function toSignedIn(
  { active: _, ...rest }: Active,
  { mode }: Carried,
  token: string,
  trace: RecordedTrace,
): SignedIn {
  return { ...rest, mode, token, trace };
}
