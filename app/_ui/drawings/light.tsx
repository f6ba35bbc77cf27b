// A status lamp. Its state is told by words and shape too: filled = on, crossed = off, hollow = unknown, and striped for
// what is accepted though it was ended.

import type { ReactNode } from "react";

export type LightState = "on" | "late" | "off" | "unknown";

const lamps: Record<LightState, { text: string; shape: ReactNode }> = {
  on: {
    text: "text-ok",
    shape: (
      <>
        <circle cx="8" cy="8" r="7" fill="currentColor" fillOpacity="0.22" />
        <circle cx="8" cy="8" r="4.25" fill="currentColor" />
      </>
    ),
  },
  late: {
    text: "text-warn",
    shape: (
      <>
        <circle cx="8" cy="8" r="6.5" fill="currentColor" fillOpacity="0.18" stroke="currentColor" />
        <path d="M4 9.5L9.5 4M5 12.5l7.5-7.5M8.5 13L13 8.5" stroke="currentColor" strokeWidth="1.75" />
      </>
    ),
  },
  off: {
    text: "text-bad",
    shape: (
      <>
        <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.75" />
        <path
          d="M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8"
          stroke="currentColor"
          strokeWidth="1.75"
          strokeLinecap="round"
        />
      </>
    ),
  },
  unknown: {
    text: "text-muted",
    shape: (
      <circle
        cx="8"
        cy="8"
        r="5.5"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.75"
        strokeDasharray="2.6 2.2"
      />
    ),
  },
};

interface LightProps {
  state: LightState;
  /** The state in words: "Accepted", "Refused: revoked", "Not asked yet". */
  label: string;
  /** Announce changes. Leave off where the light changes every second. */
  live?: boolean;
}

export function Light({ state, label, live = false }: LightProps) {
  const lamp = lamps[state];
  return (
    <span
      data-state={state}
      {...(live ? { role: "status" } : {})}
      className={`inline-flex items-center gap-2 text-sm font-medium ${lamp.text}`}
    >
      <svg viewBox="0 0 16 16" className="size-4 shrink-0" aria-hidden="true" focusable="false">
        {lamp.shape}
      </svg>
      {label}
    </span>
  );
}
