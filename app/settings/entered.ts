// What was entered in the settings form, kept while its owner gives the password on another page.

import type { CookieWriter } from "@/lib/http/cookies/cookies";
import type { SettingName } from "@/lib/stores/settings";
import type { CurrentAuth } from "@/lib/web/dal";
import { readFlash, writeFlash } from "@/lib/web/forms/flash";

type Values = Partial<Record<SettingName, string>>;

interface Entered {
  /** Whose: another person may sign in with the same browser meanwhile. */
  userId: string;
  entered: Values;
}

/** Time to find a password. */
const KEPT_SECONDS = 10 * 60;

export function keepEntered(
  { cookies, current }: { cookies: CookieWriter; current: CurrentAuth },
  entered: Record<string, unknown>,
): Promise<void> {
  return writeFlash(cookies, { userId: current.principal.userId, entered }, KEPT_SECONDS);
}

/** Null when nothing is kept any more, or only somebody else's. */
export async function readEntered({ principal }: CurrentAuth): Promise<Values | null> {
  const kept = await readFlash<object>();
  return isEntered(kept) && kept.userId === principal.userId ? kept.entered : null;
}

/** Tells it from what was left for another page. */
function isEntered(value: object | null): value is Entered {
  return value !== null && "entered" in value && "userId" in value;
}
