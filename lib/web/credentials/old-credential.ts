import "server-only";
import { headers } from "next/headers";
import type { EndedCredential } from "@/lib/accounts/sign-ins/endings";
import type { InactiveReason, ModeName, UserId } from "@/lib/auth/contract";
import { MODE_NAMES } from "@/lib/auth/names";
import { COOKIE_SECONDS, CREDENTIAL_COOKIES } from "@/lib/http/cookies/cookies";
import type { SignedIn } from "@/lib/http/signed-in";
import { getRuntime } from "@/lib/runtime/runtime";
import { currentAuth } from "../dal";
import { readFlash } from "../forms/flash";
import { authenticate } from "./authenticate";

// The credential that this browser held until a moment ago, so that it can be sent once more: what a thief with a copy
// would do. It is sealed into the message for the next page, and only where DEMO is on.

export interface OldCredential extends EndedCredential {
  mode: ModeName;
  /** What was done with it. */
  by: "sign-out" | "switch";
}

interface Kept {
  old: OldCredential & { token: string; userId: UserId };
}

/** So long the button can be pressed. */
export const OLD_KEPT_SECONDS = COOKIE_SECONDS.flash;

/** What `writeFlash` has to carry; null where DEMO is off. */
export async function keepOld(
  { mode, token, principal }: SignedIn,
  ended: EndedCredential,
  by: OldCredential["by"],
): Promise<Kept | null> {
  const { config } = await getRuntime();
  return config.demo ? { old: { ...ended, mode, token, userId: principal.userId, by } } : null;
}

/** What is kept for this browser, without the credential itself. */
export async function oldCredential(): Promise<OldCredential | null> {
  const kept = await readKept();
  return kept && withoutToken(kept);
}

function withoutToken({ mode, effect, validUntil, by }: Kept["old"]): OldCredential {
  const secondsLeft = Math.max(0, Math.ceil((Date.parse(validUntil) - Date.now()) / 1000));
  return { mode, effect, validUntil, secondsLeft, by };
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
  const [runtime, kept] = [await getRuntime(), await readKept()];
  if (!kept) return null;
  const asThief = new Headers(await headers());
  asThief.delete("authorization");
  asThief.set("cookie", `${runtime.cookies.name(CREDENTIAL_COOKIES[kept.mode].token)}=${kept.token}`);
  const answer = await authenticate(runtime, { method: "GET", headers: asThief });
  const { mode, validUntil, secondsLeft } = withoutToken(kept);
  const refused = answer.signedIn ? null : answer.reason;
  return { mode, at: new Date().toISOString(), refused, validUntil, secondsLeft };
}

async function readKept(): Promise<Kept["old"] | null> {
  const { config } = await getRuntime();
  const left = config.demo ? await readFlash<Partial<Kept>>() : null;
  const old = left?.old;
  if (!old || !MODE_NAMES.includes(old.mode) || typeof old.token !== "string") return null;
  // After a switch it is its owner's, who is still signed in; after signing out it is nobody's who signed in since.
  const current = await currentAuth();
  const isTheirs = old.by === "switch" ? current?.principal.userId === old.userId : current === null;
  return isTheirs ? old : null;
}
