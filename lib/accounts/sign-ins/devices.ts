import "server-only";
import { z } from "zod";
import type { Effect, ModeName, SessionId, SignIn, SignInPosition } from "@/lib/auth/contract";
import { MODE_NAMES } from "@/lib/auth/names";
import type { Listing, Page } from "@/lib/http/cursors";
import { clientLabel } from "@/lib/http/request/client-label";
import { clientInfo } from "@/lib/http/request/request-facts";
import type { SignedIn } from "@/lib/http/signed-in";
import type { AccountParts } from "../parts";
import type { RequestContext } from "../sign-in/replace-credential";
import { type EndedSignIns, endingsOf } from "./endings";
import { findSignIn, requireRecent } from "./live-sign-in";
import { listSignIns, tallyOf, tallySignIns } from "./sign-ins";
import { keep, signOut, signOutEverywhere } from "./sign-out";

// A person's devices: their sign-ins of both modes, listed and ended as one. Which mode one is of shows only in
// how soon its end is felt.

export interface Device extends Omit<SignIn, "idleTimeoutSeconds"> {
  /** The one this request acts by. */
  current: boolean;
  /** "Chrome on Linux": as the client describes itself. */
  label: string;
}

export const deviceListing: Listing<SignInPosition> = {
  name: "devices",
  position: z.object({
    createdAt: z.coerce.date(),
    id: z.string().transform((id) => id as SessionId),
  }),
};

export interface DevicePage {
  devices: Device[];
  /** Where the next page begins; null at the end. */
  next: SignInPosition | null;
}

/** Before the newest. */
const BEGINNING: SignInPosition = { createdAt: new Date(8.64e15), id: "" as SessionId };

/** Live sign-ins of both modes, the newest first; the first page begins with the current one. */
export async function listDevices(
  parts: AccountParts,
  current: SignedIn,
  { limit, after }: Page<SignInPosition>,
): Promise<DevicePage> {
  const { principal, sessionId } = current;
  const own = after ? null : await findSignIn(parts, current);
  const room = own ? limit - 1 : limit;
  // Two more than there is room for: the current one, which has its place already, and one that says there are more.
  const found = await listSignIns(parts, principal.userId, { limit: room + 2, after });
  const others = found.filter(({ id }) => id !== sessionId);
  const shown = others.slice(0, room);
  return {
    devices: [...(own ? [own] : []), ...shown].map(({ idleTimeoutSeconds: _, ...signIn }) => ({
      ...signIn,
      current: signIn.id === sessionId,
      label: clientLabel(signIn.userAgent),
    })),
    next: others.length > room ? (shown.at(-1) ?? BEGINNING) : null,
  };
}

/** How soon the end of a device is felt, for each mode under the account's settings. */
export async function endingEffects(
  parts: AccountParts,
  { principal }: SignedIn,
): Promise<Record<ModeName, Effect>> {
  const { auth, settings } = parts;
  const policy = await settings.get(principal.userId);
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
  parts: AccountParts,
  current: SignedIn,
  id: string,
  context: RequestContext,
): Promise<EndedDevice | null> {
  if (id === current.sessionId) {
    await signOut(parts, context);
    return { label: clientLabel(clientInfo(context.headers).userAgent), current: true, endings: [] };
  }
  const { userId } = current.principal;
  const ended = await endOther(parts, current, id, context.headers);
  if (!ended) return null;
  await keep(parts, current, context);
  const endings = await endingsOf(parts, userId, tallyOf(ended), "revokeOne");
  return { label: clientLabel(ended.userAgent), current: false, endings };
}

/** Among its owner's sign-ins only, so nobody's else and no pair's can be meant. */
function endOther(
  parts: AccountParts,
  current: SignedIn,
  id: string,
  headers: Headers,
): Promise<SignIn | null> {
  const { stores, auth, audit } = parts;
  const { userId } = current.principal;
  return stores.atomically(async () => {
    await requireRecent(parts, current);
    for (const mode of MODE_NAMES) {
      const signIn = await auth.modes[mode].find(userId, id as SessionId);
      if (!signIn || !(await auth.modes[mode].revoke(userId, signIn.id))) continue;
      const { id: sessionId } = signIn;
      await audit.record({ kind: "sign-in.ended", userId, sessionId, mode, client: clientInfo(headers) });
      return signIn;
    }
    return null;
  });
}

/** Ends all devices but the current one. Throws `ReauthenticationRequiredError`. */
export async function endOtherDevices(
  parts: AccountParts,
  current: SignedIn,
  context: RequestContext,
): Promise<EndedSignIns> {
  const { userId } = current.principal;
  const others = await tallySignIns(parts, userId, current.sessionId);
  await signOutEverywhere(parts, current, context, { exceptThis: true });
  return { endings: await endingsOf(parts, userId, others, "revokeAll") };
}
