import "server-only";
import { admit } from "@/lib/auth/admit";
import { endPair } from "@/lib/pair/pair";
import type { SignedIn } from "@/lib/session/authenticate";
import { presentedCredential } from "@/lib/session/credential";
import { handOver, renewalTerms } from "@/lib/session/renew";
import { clientInfo } from "@/lib/session/request-facts";
import { getRuntime, type Runtime } from "@/lib/session/runtime";
import { endAll } from "./end-sign-ins";
import { carriedSignIns, type RequestContext } from "./exchange";
import { requireRecent } from "./recent";

// Signing out, here or everywhere. Terminal: nothing after it in the same response writes a credential.

/** Ends what this browser holds and clears its cookies. No error when nobody was signed in. */
export async function signOut(context: RequestContext): Promise<void> {
  const runtime = await getRuntime();
  const client = clientInfo(context.headers);
  const carried = await carriedSignIns(runtime, context.headers);
  await runtime.stores.atomically(async () => {
    for (const { mode, userId, sessionId } of carried)
      if (await runtime.auth.modes[mode].revoke(userId, sessionId))
        await runtime.audit.record({ kind: "sign-out", userId, sessionId, mode, client });
  });
  await endPair(context);
  runtime.cookies.clearCredentials(context.cookies);
}

/**
 * Ends all of a person's sign-ins, in both modes, as far as each mode can; with `exceptThis`, the current one
 * stays. Returns how many were live. Throws `ReauthenticationRequiredError`.
 */
export async function signOutEverywhere(
  current: SignedIn,
  context: RequestContext,
  { exceptThis }: { exceptThis: boolean },
): Promise<number> {
  const runtime = await getRuntime();
  const { userId } = current.principal;
  const { mode, sessionId } = current;
  const client = clientInfo(context.headers);
  const revoked = await runtime.stores.atomically(async () => {
    await requireRecent(runtime, current);
    const ended = await endAll(runtime, userId, exceptThis ? sessionId : undefined);
    const detail = { ended, exceptThis };
    await runtime.audit.record({
      kind: "sign-out-everywhere",
      userId,
      sessionId,
      mode,
      client,
      detail,
    });
    return ended;
  });
  if (exceptThis) await keep(runtime, current, context);
  else await signOut(context);
  return revoked;
}

/** A strategy may refuse every token issued so far, the one that stays included: then it needs the next one. */
export async function keep(runtime: Runtime, { mode }: SignedIn, context: RequestContext): Promise<void> {
  const presented = presentedCredential(context.headers, runtime.auth, runtime.cookies);
  if (presented.kind !== "one") return;
  const terms = renewalTerms(runtime, context.headers);
  const options = { ...terms, mayRenew: true, readOnly: true };
  const admission = await admit(runtime.auth.modes[mode], presented, options);
  if (admission.kind === "refused") {
    if (admission.final) runtime.cookies.clearCredentials(context.cookies);
  } else if (admission.renewed) {
    handOver(runtime, context.headers, mode, admission.renewed, context.cookies);
  }
}
