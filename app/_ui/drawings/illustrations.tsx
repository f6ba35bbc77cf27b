// The two pictures the app is named after. The left half is what the browser holds, the right half what the
// server keeps: a rail of coats for the ticket, nothing but a key for the ID card. The text beside says the same.

import type { ReactNode } from "react";

function Picture({ children }: { children: ReactNode }) {
  return (
    <svg viewBox="0 0 480 156" className="w-full" fill="none" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

/** Drawn around its hook, which hangs on the rail at y = 0. */
function Coat({ x, mine = false }: { x: number; mine?: boolean }) {
  const line = mine ? "stroke-session" : "stroke-line-strong";
  return (
    <g
      transform={`translate(${x} 26)`}
      className={line}
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d="M-3.5-3a3.5 3.5 0 117 0c0 3-3.5 3-3.5 7v4" />
      <path
        d="M-6 15c-6 2-12 3.5-13.5 9l-5 52 9 2 4-36-2 58h27l-2-58 4 36 9-2-5-52c-1.5-5.5-7.5-7-13.5-9z"
        className={mine ? "fill-session-soft" : "fill-surface"}
      />
      <path d="M-6 15L0 34l6-19M0 34v66" />
      <path d="M4 50v.01M4 64v.01M4 78v.01" strokeWidth="3" />
    </g>
  );
}

/** A numbered ticket, a dotted line, and the coat it stands for among the others on the rail. */
export function TicketIllustration() {
  return (
    <Picture>
      <path d="M252 22h224M264 22V8M464 22V8" className="stroke-ink" strokeWidth="3" strokeLinecap="round" />
      <Coat x={283} />
      <Coat x={337} mine />
      <Coat x={391} />
      <Coat x={445} />
      <path
        d="M124 94c60 36 138 40 190 0"
        className="stroke-session"
        strokeWidth="2"
        strokeDasharray="0.5 6"
        strokeLinecap="round"
      />
      <circle cx="322" cy="88" r="10" className="fill-session stroke-raised" strokeWidth="2.5" />
      <circle cx="322" cy="83" r="2" className="fill-raised" />
      <circle cx="64" cy="80" r="60" className="fill-session-soft stroke-session" strokeWidth="2" />
      <circle cx="64" cy="80" r="52" className="stroke-session-line" strokeWidth="1.25" />
      <circle cx="64" cy="43" r="7" className="fill-raised stroke-session" strokeWidth="2" />
      <text x="64" y="98" textAnchor="middle" fontSize="38" className="fill-session font-mono font-bold">
        217
      </text>
    </Picture>
  );
}

/** A card with a face, a date and a signature in three colors, and the key that checks it. */
export function CardIllustration() {
  return (
    <Picture>
      <g transform="translate(-10 0)">
        <rect
          x="12"
          y="12"
          width="214"
          height="134"
          rx="11"
          className="fill-jwt-soft stroke-jwt"
          strokeWidth="2"
        />
        <rect
          x="30"
          y="30"
          width="56"
          height="68"
          rx="5"
          className="fill-raised stroke-jwt"
          strokeWidth="1.5"
        />
        <circle cx="58" cy="56" r="11" className="fill-jwt" />
        <path d="M37 97.25c1-17 9-23 21-23s20 6 21 23z" className="fill-jwt" />
        <text x="104" y="48" fontSize="22" className="fill-ink font-sans font-semibold">
          Alice
        </text>
        <text x="104" y="74" fontSize="20.5" className="fill-muted font-sans tabular-nums">
          role user
        </text>
        <text x="104" y="98" fontSize="20.5" className="fill-muted font-sans tabular-nums">
          until 14:45
        </text>
        <g strokeWidth="8" strokeLinecap="round">
          <path d="M34 122h38" className="stroke-part-header" />
          <path d="M92 122h66" className="stroke-part-payload" />
          <path d="M178 122h26" className="stroke-part-signature" />
        </g>
        <circle cx="82" cy="125" r="2" className="fill-muted" />
        <circle cx="168" cy="125" r="2" className="fill-muted" />
      </g>
      <path
        d="M204 122c56 2 78-4 106-26"
        className="stroke-part-signature"
        strokeWidth="2"
        strokeDasharray="0.5 6"
        strokeLinecap="round"
      />
      <g
        transform="translate(396 56) rotate(-34)"
        className="stroke-ink"
        strokeWidth="3"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        <path d="M-20 0h-62M-62 0v13M-78 0v17" />
        <circle cx="0" cy="0" r="20" className="fill-surface" />
        <circle cx="6" cy="0" r="5" />
      </g>
    </Picture>
  );
}
