import "server-only";
import type { Cookie, CookieWriter } from "@/lib/http/cookies/cookies";
import type { SignedIn } from "@/lib/http/signed-in";
import type { Settings } from "@/lib/stores/settings";
import type { AccountParts } from "../parts";
import type { RequestContext } from "../sign-in/replace-credential";
import { changeSettings } from "./change-settings";
import { type ModeSwitchOutcome, switchMode } from "./switch-mode";

// The settings page's one button.

/**
 * Saves everything, and replaces this browser's credential when the mode it is signed in with is no longer the
 * account's. One transaction: a switch that is refused leaves the rest unsaved, and no cookie goes out before its end.
 * Answers with what became of the old credential; null when it was kept. Throws as `changeSettings` and `switchMode`.
 */
export async function saveSettings(
  parts: AccountParts,
  { authMode, ...rest }: Settings,
  { current, ...context }: RequestContext & { current: SignedIn },
): Promise<ModeSwitchOutcome | null> {
  const written: Cookie[] = [];
  const cookies: CookieWriter = { set: (cookie) => written.push(cookie) };
  const { outcome } = await parts.stores.atomically(async () => {
    await changeSettings(parts, current, rest, context.headers);
    return switchMode(parts, current, authMode, { headers: context.headers, cookies });
  });
  for (const cookie of written) context.cookies.set(cookie);
  return outcome;
}
