import "server-only";
import type { Effect, ModeName, SessionId, SignIn, UserId } from "@/lib/auth/contract";
import { MODE_NAMES } from "@/lib/auth/create-auth";
import type { SignedIn } from "@/lib/session/authenticate";
import { clientLabel } from "@/lib/session/client-label";
import { clientInfo } from "@/lib/session/request-facts";
import { getRuntime, type Runtime } from "@/lib/session/runtime";
import { type EndedSignIns, endingsOf } from "./endings";
import type { RequestContext } from "./exchange";
import { requireRecent } from "./recent";
import { keep, signOut, signOutEverywhere } from "./sign-out";

// A person's devices: their sign-ins of both modes, listed and ended as one. Which mode one is of shows only in
// how soon its end is felt.

export interface Device extends SignIn {
  /** The one this request acts by. */
  current: boolean;
  /** "Chrome on Linux": as the client describes itself. */
  label: string;
}

/** Every live sign-in of both modes, the one seen last first. */
export async function listDevices({ principal, sessionId }: SignedIn): Promise<Device[]> {
  const signIns = await allSignIns(await getRuntime(), principal.userId);
  return signIns.map((signIn) => ({
    ...signIn,
    current: signIn.id === sessionId,
    label: clientLabel(signIn.userAgent),
  }));
}

/** Both modes in one list, the one seen last first. */
export async function allSignIns({ auth }: Runtime, userId: UserId): Promise<SignIn[]> {
  const lists = await Promise.all(MODE_NAMES.map((mode) => auth.modes[mode].list(userId)));
  return lists.flat().sort((a, b) => b.lastSeenAt.getTime() - a.lastSeenAt.getTime());
}

/** How soon the end of a device is felt, for each mode under the account's settings. */
export async function endingEffects({ principal }: SignedIn): Promise<Record<ModeName, Effect>> {
  const { auth, settings } = await getRuntime();
  const policy = settings.get(principal.userId);
  const effects = MODE_NAMES.map((mode) => [mode, auth.modes[mode].guarantees(policy).revokeOne]);
  return Object.fromEntries(effects);
}

export type EndedDevice = EndedSignIns & { label: string; current: boolean };

/**
 * Ends one of the person's own devices; null when they have none of this id. Ending the current one is signing
 * out. Any other asks for a recent password: whoever found an open browser must not lock its owner out. Throws
 * `ReauthenticationRequiredError`.
 */
export async function endDevice(
  current: SignedIn,
  id: string,
  context: RequestContext,
): Promise<EndedDevice | null> {
  if (id === current.sessionId) {
    await signOut(context);
    return { label: clientLabel(clientInfo(context.headers).userAgent), current: true, endings: [] };
  }
  const runtime = await getRuntime();
  const { userId } = current.principal;
  const ended = await endOther(runtime, current, id, context.headers);
  if (!ended) return null;
  await keep(runtime, current, context);
  const endings = endingsOf(runtime, userId, [ended], "revokeOne");
  return { label: clientLabel(ended.userAgent), current: false, endings };
}

/** By the list of its owner, so nobody's else and no pair's can be meant. */
function endOther(runtime: Runtime, current: SignedIn, id: string, headers: Headers): Promise<SignIn | null> {
  const { stores, auth, audit } = runtime;
  const { userId } = current.principal;
  return stores.atomically(async () => {
    await requireRecent(runtime, current);
    for (const mode of MODE_NAMES) {
      const signIn = (await auth.modes[mode].list(userId)).find((candidate) => candidate.id === id);
      if (!signIn || !(await auth.modes[mode].revoke(userId, signIn.id))) continue;
      const sessionId: SessionId = signIn.id;
      await audit.record({ kind: "sign-in.ended", userId, sessionId, mode, client: clientInfo(headers) });
      return signIn;
    }
    return null;
  });
}

/** Ends all devices but the current one. Throws `ReauthenticationRequiredError`. */
export async function endOtherDevices(current: SignedIn, context: RequestContext): Promise<EndedSignIns> {
  const runtime = await getRuntime();
  const { userId } = current.principal;
  const others = (await allSignIns(runtime, userId)).filter(({ id }) => id !== current.sessionId);
  await signOutEverywhere(current, context, { exceptThis: true });
  return { endings: endingsOf(runtime, userId, others, "revokeAll") };
}
