// Every drawn sign of the app: the logo, one shape for each mode, and the signs for states.
// All are decoration beside text, so all are hidden from assistive technology.

import type { ModeName } from "@/lib/auth/contract";

interface IconProps {
  className?: string;
}

/** A brass ticket for a coat, in front of an ID card. */
export function Logo({ className = "size-8" }: IconProps) {
  return (
    <svg viewBox="0 0 32 32" className={`shrink-0 ${className}`} aria-hidden="true" focusable="false">
      <rect
        x="12.75"
        y="7.75"
        width="17.5"
        height="16.5"
        rx="2.5"
        className="fill-jwt-soft stroke-jwt"
        strokeWidth="1.5"
      />
      <path d="M23.5 13h3.5M23.5 16.5h3.5" className="stroke-jwt" strokeWidth="1.5" strokeLinecap="round" />
      <circle cx="11.5" cy="16" r="9.75" className="fill-session stroke-raised" strokeWidth="1.5" />
      <path
        d="M11.5 14.3l-4.9 3.8c-.7.6-.3 1.6.6 1.6h8.6c.9 0 1.3-1 .6-1.6zm0 0v-.6c0-.7 1.6-.9 1.6-2.1a1.6 1.6 0 00-3.2 0"
        className="fill-none stroke-raised"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

const modeShapes: Record<ModeName, React.ReactNode> = {
  session: (
    <path
      d="M8 6.4L1.9 11c-.8.6-.4 1.9.6 1.9h11c1 0 1.4-1.3.6-1.9zm0 0V5.6c0-.7 1.9-1 1.9-2.5a1.9 1.9 0 00-3.8 0"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
  jwt: (
    <>
      <rect
        x="1.25"
        y="3.25"
        width="13.5"
        height="9.5"
        rx="1.6"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
      />
      <circle cx="5.1" cy="7" r="1.45" fill="currentColor" />
      <path
        d="M3.4 10.6c.3-1 .9-1.4 1.7-1.4s1.4.4 1.7 1.4M9.4 6.6h3M9.4 9.6h3"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        strokeLinecap="round"
      />
    </>
  ),
};

/** A coat hanger for a session, an ID card for a JWT: the modes differ in shape, not only in color. */
export function ModeIcon({ mode, className = "size-4" }: IconProps & { mode: ModeName }) {
  return (
    <svg viewBox="0 0 16 16" className={`shrink-0 ${className}`} aria-hidden="true" focusable="false">
      {modeShapes[mode]}
    </svg>
  );
}

const signs = {
  check: "M3.2 8.4l3 3.1 6.6-7",
  cross: "M4 4l8 8M12 4l-8 8",
  warn: "M8 2.2L14.6 13.6H1.4zM8 6.4v3.2M8 11.7v.01",
  info: "M8 14.2A6.2 6.2 0 108 1.8a6.2 6.2 0 000 12.4zM8 7.4v3.6M8 5v.01",
  down: "M3.5 6l4.5 4.5L12.5 6",
  arrow: "M3 8h10M9 4l4 4-4 4",
  out: "M6.5 2.5H3.2a.7.7 0 00-.7.7v9.6c0 .4.3.7.7.7h3.3M10.4 5l3 3-3 3M13 8H6.4",
  in: "M9.5 2.5h3.3c.4 0 .7.3.7.7v9.6c0 .4-.3.7-.7.7H9.5M5.8 5l3 3-3 3M8.8 8H2.2",
  turn: "M13 8a5 5 0 11-1.5-3.6M13 2.2v2.7h-2.7",
  sliders: "M2.5 4.6h5.2M11.3 4.6h2.2M2.5 11.4h2.2M8.3 11.4h5.2M9.5 2.9v3.4M6.5 9.7v3.4",
  menu: "M2.5 4.5h11M2.5 8h11M2.5 11.5h11",
  key: "M7.5 8.5l5.7-5.7M10.9 5.1l1.9 1.9M5.5 13.2a2.7 2.7 0 100-5.4 2.7 2.7 0 000 5.4z",
  person: "M8 7.6a2.5 2.5 0 100-5 2.5 2.5 0 000 5zM3 13.4c.5-2.3 2.4-3.5 5-3.5s4.5 1.2 5 3.5",
  sun: "M8 10.8a2.8 2.8 0 100-5.6 2.8 2.8 0 000 5.6zM8 1.4v1.4M8 13.2v1.4M1.4 8h1.4M13.2 8h1.4M3.3 3.3l1 1M11.7 11.7l1 1M3.3 12.7l1-1M11.7 4.3l1-1",
  moon: "M13.4 9.6A5.8 5.8 0 016.4 2.6a5.8 5.8 0 107 7z",
  screen: "M1.8 2.8h12.4v8.2H1.8zM5.4 13.6h5.2M8 11v2.6",
} as const;

export type SignName = keyof typeof signs;

export function Sign({ name, className = "size-4" }: IconProps & { name: SignName }) {
  return (
    <svg viewBox="0 0 16 16" className={`shrink-0 ${className}`} aria-hidden="true" focusable="false">
      <path
        d={signs[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
