// The small picture of a lab: what it is about, seen at a glance. The text beside says the same. And pieces that
// several of them use.

import type { ReactNode } from "react";

/** `children`: shapes in a box of 320 × 104. */
export function Illustration({ children }: { children: ReactNode }) {
  return (
    <svg
      viewBox="0 0 320 104"
      className="w-full"
      fill="none"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}

/** A numbered ticket, as on the front page. */
export function Ticket({ x, y, copy = false }: { x: number; y: number; copy?: boolean }) {
  return (
    <g transform={`translate(${x} ${y})`}>
      <circle
        r="30"
        className="fill-session-soft stroke-session"
        strokeWidth="2"
        strokeDasharray={copy ? "4 5" : undefined}
      />
      <circle cy="-18" r="4" className="fill-raised stroke-session" strokeWidth="1.75" />
      <text y="11" textAnchor="middle" fontSize="20" className="fill-session font-mono font-bold">
        217
      </text>
    </g>
  );
}

/** An ID card with a face; `children` are its lines. */
export function IdCard({ x, y, children }: { x: number; y: number; children?: ReactNode }) {
  return (
    <g transform={`translate(${x} ${y})`}>
      <rect width="104" height="66" rx="8" className="fill-jwt-soft stroke-jwt" strokeWidth="2" />
      <circle cx="24" cy="24" r="7" className="fill-jwt" />
      <path d="M10.500 47c.6-9 6-13 13.500-13s12.900 4 13.500 13z" className="fill-jwt" />
      {children}
    </g>
  );
}

export function Crossed({ x, y, r = 9 }: { x: number; y: number; r?: number }) {
  const arm = r * 0.42;
  return (
    <g transform={`translate(${x} ${y})`} className="stroke-bad" strokeWidth="2.25">
      <circle r={r} className="fill-raised" />
      <path d={`M${-arm} ${-arm}L${arm} ${arm}M${arm} ${-arm}L${-arm} ${arm}`} />
    </g>
  );
}
