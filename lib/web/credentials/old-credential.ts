import "server-only";
import { headers } from "next/headers";
import type { EndedCredential } from "@/lib/accounts/sign-ins/endings";
import type { InactiveReason, ModeName } from "@/lib/auth/contract";
import { MODE_NAMES } from "@/lib/auth/names";
import { COOKIE_SECONDS, CREDENTIAL_COOKIES } from "@/lib/http/cookies/cookies";
import type { SignedIn } from "@/lib/http/signed-in";
import { getRuntime } from "@/lib/runtime/runtime";
import { readFlash } from "../forms/flash";
import { authenticate } from "./authenticate";

// The credential that this browser held until a moment ago, so that it can be sent once more: what a thief with a copy
// would do. It is sealed into the message for the next page, and only where DEMO is on.

export interface OldCredential extends EndedCredential {
  mode: ModeName;
}

interface Kept {
  old: OldCredential & { token: string };
}

/** So long the button can be pressed. */
export const OLD_KEPT_SECONDS = COOKIE_SECONDS.flash;

/** What `writeFlash` has to carry; null where DEMO is off. */
export async function keepOld(current: SignedIn, ended: EndedCredential): Promise<Kept | null> {
  const { config } = await getRuntime();
  return config.demo ? { old: { ...ended, mode: current.mode, token: current.token } } : null;
}

/** What is kept for this browser, without the credential itself. */
export async function oldCredential(): Promise<OldCredential | null> {
  const kept = await readKept();
  if (!kept) return null;
  const { mode, effect, validUntil } = kept;
  const secondsLeft = Math.max(0, Math.ceil((Date.parse(validUntil) - Date.now()) / 1000));
  return { mode, effect, validUntil, secondsLeft };
}

export interface Fired {
  mode: ModeName;
  /** ISO 8601. */
  at: string;
  /** Null: it was accepted. */
  refused: InactiveReason | null;
  validUntil: string;
  secondsLeft: number;
}

/**
 * Sends the old credential through the guard as a request of its own; null when none is kept. A refusal is recorded for
 * its owner like any other. Throws `AuthError("store_unavailable")`.
 */
export async function fireOld(): Promise<Fired | null> {
  const [runtime, kept, old] = [await getRuntime(), await readKept(), await oldCredential()];
  if (!kept || !old) return null;
  const asThief = new Headers(await headers());
  asThief.delete("authorization");
  asThief.set("cookie", `${runtime.cookies.name(CREDENTIAL_COOKIES[kept.mode].token)}=${kept.token}`);
  const answer = await authenticate(runtime, { method: "GET", headers: asThief });
  const { mode, validUntil, secondsLeft } = old;
  const refused = answer.signedIn ? null : answer.reason;
  return { mode, at: new Date().toISOString(), refused, validUntil, secondsLeft };
}

async function readKept(): Promise<Kept["old"] | null> {
  const { config } = await getRuntime();
  const left = config.demo ? await readFlash<Partial<Kept>>() : null;
  const old = left?.old;
  return old && MODE_NAMES.includes(old.mode) && typeof old.token === "string" ? old : null;
}
