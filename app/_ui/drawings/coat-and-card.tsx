// What stands behind a sign-in, while it goes on and when it has ended: the coat on its hook, and the ID card. The text
// beside says the same.

import type { ReactNode } from "react";

function Picture({ children }: { children: ReactNode }) {
  return (
    <svg viewBox="0 0 96 84" className="h-full w-full" fill="none" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

/** The coat leaves its hook when the server takes the row away. */
export function CoatOnHook({ hangs }: { hangs: boolean }) {
  const moves = "transition duration-500 ease-in";
  return (
    <Picture>
      <path d="M14 8h68" className="stroke-ink" strokeWidth="3" strokeLinecap="round" />
      <path d="M48 8v5a3.5 3.5 0 11-3.5 3.5" className="stroke-ink" strokeWidth="2" strokeLinecap="round" />
      <g
        className={`stroke-session ${moves} ${hangs ? "" : "translate-y-6 opacity-0"}`}
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        <path
          d="M42 22c-5 1.5-10 3-11.5 7.5L26 66l8 2 3-27-1.5 39h25L59 41l3 27 8-2-4.5-36.500C64 25 59 23.5 54 22z"
          className="fill-session-soft"
        />
        <path d="M42 22l6 15 6-15M48 37v43" />
      </g>
      {hangs ? null : (
        <path d="M36 40l24 24M60 40L36 64" className="stroke-bad" strokeWidth="4" strokeLinecap="round" />
      )}
    </Picture>
  );
}

export type CardState = "good" | "late" | "over";

const cardLook: Record<CardState, { line: string; ground: string; face: string }> = {
  good: { line: "stroke-jwt", ground: "fill-jwt-soft", face: "fill-jwt" },
  late: { line: "stroke-warn", ground: "fill-warn-soft", face: "fill-warn" },
  over: { line: "stroke-line-strong", ground: "fill-sunken", face: "fill-muted" },
};

/** The ID card stays in the visitor's hand: ended on the server, it goes on until the date it names. */
export function IdCard({ state }: { state: CardState }) {
  const { line, ground, face } = cardLook[state];
  return (
    <Picture>
      <rect x="6" y="14" width="84" height="58" rx="7" className={`${ground} ${line}`} strokeWidth="2" />
      <circle cx="27" cy="36" r="7.5" className={face} />
      <path d="M13.5 60c.8-11 6-15 13.5-15s12.7 4 13.5 15z" className={face} />
      <path d="M50 32h30M50 44h30M50 56h18" className={line} strokeWidth="4" strokeLinecap="round" />
      {state === "over" ? (
        <path d="M36 31l24 24M60 31L36 55" className="stroke-bad" strokeWidth="4" strokeLinecap="round" />
      ) : null}
    </Picture>
  );
}
