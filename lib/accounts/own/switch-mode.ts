import "server-only";
import { z } from "zod";
import type { Credentials, ModeName } from "@/lib/auth/contract";
import { MODE_NAMES } from "@/lib/auth/names";
import { clientInfo } from "@/lib/http/request/request-facts";
import type { SignedIn } from "@/lib/http/signed-in";
import type { AccountParts } from "../parts";
import { type RequestContext, replaceCredential } from "../sign-in/replace-credential";
import { type EndedCredential, endedCredential } from "../sign-ins/endings";
import { liveSignIn } from "../sign-ins/live-sign-in";
import { ownAccount } from "./own-account";

// Changing the account's mode: this browser's credential is replaced in the same response, and the old one
// ended as far as its mode can. Other devices keep theirs.

export const switchModeSchema = z.object({ mode: z.enum(MODE_NAMES) });

export interface ModeSwitchOutcome {
  from: ModeName;
  to: ModeName;
  /** What became of the credential this browser held. */
  oldCredential: EndedCredential;
}

export interface ModeSwitch {
  /** The sign-in this browser holds from now on. */
  signIn: Pick<Credentials, "sessionId" | "expiresAt">;
  /** Null when it already held one of this mode, and keeps it. */
  outcome: ModeSwitchOutcome | null;
}

/**
 * Sets the account's mode and replaces this browser's credential by one of it, for the person as they are in
 * the store now. A credential of the right mode is kept: whoever could trade a JWT for another would stay
 * signed in for ever. Throws `AccountClosedError`, `SignInEndedError`, and `ReauthenticationRequiredError` when the
 * new mode's absolute limit is over already.
 */
export async function switchMode(
  parts: AccountParts,
  current: SignedIn,
  to: ModeName,
  context: RequestContext,
): Promise<ModeSwitch> {
  const { userId } = current.principal;
  const account = await ownAccount(parts, current);
  if (to === current.mode) {
    await liveSignIn(parts, current);
    await parts.settings.update(userId, { authMode: to });
    return { signIn: current, outcome: null };
  }
  const client = clientInfo(context.headers);
  const signIn = await replaceCredential(parts, context, account.principal, to, {
    continues: current,
    async alongside(sessionId) {
      await parts.settings.update(userId, { authMode: to });
      const detail = { from: current.mode, replaced: current.sessionId };
      await parts.audit.record({ kind: "mode.switched", userId, sessionId, mode: to, client, detail });
    },
  });
  return { signIn, outcome: { from: current.mode, to, oldCredential: endedCredential(current) } };
}
