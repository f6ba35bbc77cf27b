import "server-only";
import { z } from "zod";
import type { Credentials, Effect, ModeName } from "@/lib/auth/contract";
import { MODE_NAMES } from "@/lib/auth/create-auth";
import type { SignedIn } from "@/lib/session/authenticate";
import { clientInfo } from "@/lib/session/request-facts";
import { getRuntime } from "@/lib/session/runtime";
import { exchangeCredential, type RequestContext } from "./exchange";
import { ownAccount } from "./own-account";
import { liveSignIn } from "./recent";

// Changing the account's mode: this browser's credential is exchanged in the same response, and the old one
// ended as far as its mode can. Other devices keep theirs.

export const switchModeSchema = z.object({ mode: z.enum(MODE_NAMES) });

export interface ModeSwitchOutcome {
  from: ModeName;
  to: ModeName;
  /** What became of the credential this browser held. */
  oldCredential: { effect: Effect; validUntil: string; secondsLeft: number };
}

export interface ModeSwitch {
  /** The sign-in this browser holds from now on. */
  signIn: Pick<Credentials, "sessionId" | "expiresAt">;
  /** Null when it already held one of this mode, and keeps it. */
  outcome: ModeSwitchOutcome | null;
}

/**
 * Sets the account's mode and exchanges this browser's credential for one of it, for the person as they are in
 * the store now. A credential of the right mode is kept: whoever could exchange a JWT for another would stay
 * signed in for ever. Throws `AccountClosedError`, `SignInEndedError`, and `ReauthenticationRequiredError` when the
 * new mode's absolute limit is over already.
 */
export async function switchMode(
  current: SignedIn,
  to: ModeName,
  context: RequestContext,
): Promise<ModeSwitch> {
  const runtime = await getRuntime();
  const { userId } = current.principal;
  const account = ownAccount(runtime, current);
  if (to === current.mode) {
    await liveSignIn(runtime, current);
    await runtime.settings.update(userId, { authMode: to });
    return { signIn: current, outcome: null };
  }
  const client = clientInfo(context.headers);
  const signIn = await exchangeCredential(runtime, context, account.principal, to, {
    continues: current,
    async alongside(sessionId) {
      await runtime.settings.update(userId, { authMode: to });
      const detail = { from: current.mode };
      await runtime.audit.record({ kind: "mode.switched", userId, sessionId, mode: to, client, detail });
    },
  });
  return { signIn, outcome: outcomeFor(current, to, current.guarantees.revokeOne) };
}

/** How long the old credential goes on working follows from what its mode guarantees. */
function outcomeFor({ mode, expiresAt }: SignedIn, to: ModeName, effect: Effect): ModeSwitchOutcome {
  const now = Date.now();
  const bound =
    effect === "immediate"
      ? now
      : effect === "at_expiry"
        ? Number.POSITIVE_INFINITY
        : now + effect.withinSeconds * 1000;
  const validUntil = new Date(Math.min(expiresAt.getTime(), bound));
  const secondsLeft = Math.max(0, Math.ceil((validUntil.getTime() - now) / 1000));
  return { from: mode, to, oldCredential: { effect, validUntil: validUntil.toISOString(), secondsLeft } };
}
