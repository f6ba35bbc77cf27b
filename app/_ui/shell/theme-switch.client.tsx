"use client";
// System, light or dark. The choice is applied at once and kept in a cookie that the server reads, so the
// next page arrives in the right color. Not shown without JavaScript: then the system decides.

import { useSyncExternalStore } from "react";
import { Sign, type SignName } from "../drawings/icons";
import { parseTheme, type Theme, themeCookie, themes } from "./theme";

const looks: Record<Theme, { label: string; sign: SignName }> = {
  system: { label: "System", sign: "screen" },
  light: { label: "Light", sign: "sun" },
  dark: { label: "Dark", sign: "moon" },
};

const changed = "coatcheck-theme";

function subscribe(listener: () => void) {
  window.addEventListener(changed, listener);
  return () => window.removeEventListener(changed, listener);
}

const current = () => parseTheme(document.documentElement.dataset.theme);

function choose(theme: Theme) {
  document.documentElement.dataset.theme = theme;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  // biome-ignore lint/suspicious/noDocumentCookie: a preference, not a credential; the Cookie Store API is not everywhere
  document.cookie = `${themeCookie}=${theme}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
  window.dispatchEvent(new Event(changed));
}

export function ThemeSwitch() {
  // Nothing is marked until the browser can say: marking a wrong one first would blink.
  const chosen = useSyncExternalStore(subscribe, current, () => null);
  return (
    <fieldset className="needs-js flex rounded-lg border border-line bg-raised p-0.5">
      <legend className="sr-only">Color theme</legend>
      {themes.map((theme) => (
        <button
          key={theme}
          type="button"
          title={looks[theme].label}
          aria-label={looks[theme].label}
          aria-pressed={chosen === theme}
          onClick={() => choose(theme)}
          className="grid size-8 place-items-center rounded-md text-muted hover:text-ink aria-pressed:bg-sunken aria-pressed:text-ink aria-pressed:inset-ring aria-pressed:inset-ring-line"
        >
          <Sign name={looks[theme].sign} />
        </button>
      ))}
    </fieldset>
  );
}
