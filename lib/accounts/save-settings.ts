import "server-only";
import type { z } from "zod";
import type { SignedIn } from "@/lib/session/authenticate";
import type { Cookie, CookieWriter } from "@/lib/session/cookies";
import { writeFlash } from "@/lib/session/flash";
import { getRuntime } from "@/lib/session/runtime";
import { changeSettings } from "@/lib/settings";
import type { settingsFormSchema } from "@/lib/settings/settings-store";
import type { RequestContext } from "./exchange";
import { switchMode } from "./switch-mode";

// The settings page's one button: saves everything, and exchanges this browser's credential when the mode
// it is signed in with is no longer the account's.

export async function saveSettings(
  form: z.infer<typeof settingsFormSchema>,
  { current, ...context }: RequestContext & { current: SignedIn },
): Promise<void> {
  const patch = {
    jwt: {
      alg: form.jwtAlg,
      accessTtlSeconds: form.accessTtlSeconds,
      revocation: form.revocation,
      refreshIdleSeconds: form.refreshIdleSeconds,
      refreshAbsoluteSeconds: form.refreshAbsoluteSeconds,
    },
    session: {
      idleTimeoutSeconds: form.sessionIdleSeconds,
      absoluteTimeoutSeconds: form.sessionAbsoluteSeconds,
      cacheSeconds: form.sessionCacheSeconds,
    },
    maxSignIns: form.maxSignIns,
  };
  const { stores } = await getRuntime();
  const written: Cookie[] = [];
  const cookies: CookieWriter = { set: (cookie) => written.push(cookie) };
  // One transaction: a switch that is refused leaves the rest unsaved, and no cookie goes out before its end.
  const { outcome } = await stores.atomically(async () => {
    await changeSettings(current, patch, context.headers);
    return switchMode(current, form.authMode, { headers: context.headers, cookies });
  });
  for (const cookie of written) context.cookies.set(cookie);
  if (outcome) await writeFlash(context.cookies, outcome);
}
