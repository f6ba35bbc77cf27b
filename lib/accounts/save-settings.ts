import "server-only";
import type { z } from "zod";
import type { SignedIn } from "@/lib/session/authenticate";
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
  await changeSettings(current.principal.userId, {
    jwt: { alg: form.jwtAlg, accessTtlSeconds: form.accessTtlSeconds },
    session: {
      idleTimeoutSeconds: form.sessionIdleSeconds,
      absoluteTimeoutSeconds: form.sessionAbsoluteSeconds,
    },
  });
  const { outcome } = await switchMode(current, form.authMode, context);
  if (outcome) await writeFlash(await getRuntime(), context.cookies, outcome);
}
