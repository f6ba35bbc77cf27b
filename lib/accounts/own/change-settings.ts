import "server-only";
import { clientInfo } from "@/lib/http/request/request-facts";
import type { SignedIn } from "@/lib/http/signed-in";
import { flatten, type SettingName, type Settings, type SettingsPatch } from "@/lib/stores/settings";
import type { AccountParts } from "../parts";
import { liveSignIn, requireRecent } from "../sign-ins/live-sign-in";

// Changing one's own settings.

/**
 * Applies to what is issued from now on; answers with the whole. Any change but one of the mode asks for a recent
 * password: looser settings give a stolen credential more, and with tighter ones it locks its owner out. Throws
 * `ReauthenticationRequiredError`, `SignInEndedError`.
 */
export async function changeSettings(
  parts: AccountParts,
  current: SignedIn,
  patch: SettingsPatch,
  headers: Headers,
): Promise<Settings> {
  const { stores, settings, audit } = parts;
  const { sessionId, mode } = current;
  const { userId } = current.principal;
  return stores.atomically(async () => {
    const before = flatten(await settings.get(userId));
    const changed = await settings.update(userId, patch);
    const now = flatten(changed);
    const names = Object.keys(now) as SettingName[];
    const different = names.filter((name) => now[name] !== before[name]);
    if (different.some((name) => name !== "authMode")) await requireRecent(parts, current);
    else await liveSignIn(parts, current);
    if (different.length > 0) {
      const client = clientInfo(headers);
      const detail = Object.fromEntries(different.map((name) => [name, now[name]]));
      await audit.recordFolded({ kind: "settings.changed", userId, sessionId, mode, client, detail });
    }
    return changed;
  });
}
