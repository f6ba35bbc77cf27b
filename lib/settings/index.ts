import "server-only";
import { log } from "@/lib/audit/log";
import type { UserId } from "@/lib/auth/contract";
import { getRuntime } from "@/lib/session/runtime";
import type { Settings, SettingsPatch } from "./settings-store";

// An account's settings, for pages, actions and handlers.

export async function getSettings(userId: UserId): Promise<Settings> {
  return (await getRuntime()).settings.get(userId);
}

/** Applies to what is issued from now on; answers with the whole. */
export async function changeSettings(userId: UserId, patch: SettingsPatch): Promise<Settings> {
  const { settings } = await getRuntime();
  const changed = settings.update(userId, patch);
  log("settings.changed", { userId });
  return changed;
}
