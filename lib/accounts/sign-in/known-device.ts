import "server-only";
import type { UserId } from "@/lib/auth/contract";
import { newId } from "@/lib/auth/random";
import { COOKIE_SECONDS, type CookieWriter } from "@/lib/http/cookies/cookies";
import type { AccountParts } from "../parts";

// Recognizes a browser in which an account has signed in before. It lets nobody in: it only gives the
// owner's device a count of failures of its own, which strangers cannot use up.

/** The device's id if this browser has signed in to this account before. The same work without an account. */
export async function knownDevice(
  parts: AccountParts,
  headers: Headers,
  userId: UserId | undefined,
): Promise<string | null> {
  const [seal] = parts.cookies.read(headers.get("cookie"), "device");
  if (!seal) return null;
  const decoded = await parts.seal("device").decode(seal);
  if (!decoded.ok) return null;
  const [owner, device] = decoded.claims.token.split(".");
  return owner === userId && device ? device : null;
}

export async function rememberDevice(
  parts: AccountParts,
  cookies: CookieWriter,
  userId: UserId,
): Promise<void> {
  const expiresAt = new Date(Date.now() + COOKIE_SECONDS.device * 1000);
  const seal = await parts.seal("device").encode({ token: `${userId}.${newId()}`, expiresAt });
  cookies.set(parts.cookies.make("device", seal, expiresAt));
}
