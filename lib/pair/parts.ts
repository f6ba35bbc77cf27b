import type { Auth } from "@/lib/auth/create-auth";
import type { Cookies } from "@/lib/http/cookies/cookies";
import type { SettingsStore } from "@/lib/stores/settings";

/** What the pair is made of. */
export interface PairParts {
  /** With an audience of its own: what it issues opens nothing of the app. */
  pairAuth: Auth;
  settings: SettingsStore;
  cookies: Cookies;
}
