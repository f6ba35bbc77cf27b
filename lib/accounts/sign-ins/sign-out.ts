import "server-only";
import { admit } from "@/lib/auth/admit";
import { presentedCredential } from "@/lib/http/cookies/presented";
import { clientInfo } from "@/lib/http/request/request-facts";
import type { SignedIn } from "@/lib/http/signed-in";
import { endPair } from "@/lib/pair/pair";
import type { AccountParts } from "../parts";
import { carriedSignIns, type RequestContext } from "../sign-in/replace-credential";
import { endAll } from "./end-sign-ins";
import { requireRecent } from "./live-sign-in";

// Signing out, here or everywhere. Terminal: nothing after it in the same response writes a credential.

/** Ends what this browser holds and clears its cookies. No error when nobody was signed in. */
export async function signOut(parts: AccountParts, context: RequestContext): Promise<void> {
  const client = clientInfo(context.headers);
  const carried = await carriedSignIns(parts, context.headers);
  await parts.stores.atomically(async () => {
    for (const { mode, userId, sessionId } of carried)
      if (await parts.auth.modes[mode].revoke(userId, sessionId))
        await parts.audit.record({ kind: "sign-out", userId, sessionId, mode, client });
  });
  await endPair(parts, context);
  parts.cookies.clearCredentials(context.cookies);
}

/**
 * Ends all of a person's sign-ins, in both modes, as far as each mode can; with `exceptThis`, the current one
 * stays. Returns how many were live. Throws `ReauthenticationRequiredError`.
 */
export async function signOutEverywhere(
  parts: AccountParts,
  current: SignedIn,
  context: RequestContext,
  { exceptThis }: { exceptThis: boolean },
): Promise<number> {
  const { userId } = current.principal;
  const { mode, sessionId } = current;
  const client = clientInfo(context.headers);
  const revoked = await parts.stores.atomically(async () => {
    await requireRecent(parts, current);
    const ended = await endAll(parts, userId, exceptThis ? sessionId : undefined);
    const detail = { ended, exceptThis };
    await parts.audit.record({
      kind: "sign-out-everywhere",
      userId,
      sessionId,
      mode,
      client,
      detail,
    });
    return ended;
  });
  if (exceptThis) await keep(parts, current, context);
  else await signOut(parts, context);
  return revoked;
}

/** A strategy may refuse every token issued so far, the one that stays included: then it needs the next one. */
export async function keep(parts: AccountParts, { mode }: SignedIn, context: RequestContext): Promise<void> {
  const presented = presentedCredential(context.headers, parts.auth, parts.cookies);
  if (presented.kind !== "one") return;
  const admission = await admit(parts.auth.modes[mode], presented, {
    client: () => clientInfo(context.headers),
    policyOf: (userId) => parts.settings.get(userId),
    mayRenew: true,
    readOnly: true,
  });
  if (admission.kind === "refused") {
    if (admission.final) parts.cookies.clearCredentials(context.cookies);
  } else if (admission.renewed) {
    parts.cookies.setCredentials(context.cookies, mode, admission.renewed);
  }
}
