// A small picture for each lab, in the manner of the two big ones: what the lab is about, seen at a glance. The text
// beside says the same.

import type { ReactNode } from "react";
import type { LabName } from "@/lib/labs/contract";

export function LabIllustration({ lab }: { lab: LabName }) {
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
      {pictures[lab]}
    </svg>
  );
}

/** A numbered ticket, as on the front page. */
function Ticket({ x, y, copy = false }: { x: number; y: number; copy?: boolean }) {
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
function IdCard({ x, y, children }: { x: number; y: number; children?: ReactNode }) {
  return (
    <g transform={`translate(${x} ${y})`}>
      <rect width="104" height="66" rx="8" className="fill-jwt-soft stroke-jwt" strokeWidth="2" />
      <circle cx="24" cy="24" r="7" className="fill-jwt" />
      <path d="M10.500 47c.6-9 6-13 13.500-13s12.900 4 13.500 13z" className="fill-jwt" />
      {children}
    </g>
  );
}

function Crossed({ x, y, r = 9 }: { x: number; y: number; r?: number }) {
  const arm = r * 0.42;
  return (
    <g transform={`translate(${x} ${y})`} className="stroke-bad" strokeWidth="2.25">
      <circle r={r} className="fill-raised" />
      <path d={`M${-arm} ${-arm}L${arm} ${arm}M${arm} ${-arm}L${-arm} ${arm}`} />
    </g>
  );
}

const blocks = (xs: number[], y: number) => xs.map((x) => `M${x} ${y}h11v20h-11z`).join("");

const pictures: Record<LabName, ReactNode> = {
  revocation: (
    <>
      <g className="stroke-ink" strokeWidth="2.5">
        <path d="M56 16v-8M48 8h16M83 30l5-5" />
        <circle cx="56" cy="54" r="36" className="fill-surface" />
        <path d="M56 54V30M56 54l13 8" />
      </g>
      <path d="M56 25v3M56 80v3M27 54h3M82 54h3" className="stroke-muted" strokeWidth="2" />
      <path d={blocks([124, 137, 150, 163], 22)} className="fill-ok" />
      <path d="M176 32h124" className="stroke-bad" strokeWidth="2" />
      <Crossed x={182} y={32} />
      <path d={blocks([124, 137, 150, 163, 176, 189, 202, 215, 228, 241], 62)} className="fill-ok" />
      <path d="M254 72h46" className="stroke-bad" strokeWidth="2" />
      <Crossed x={260} y={72} />
      <path d="M170 12v82" className="stroke-ink" strokeWidth="1.75" strokeDasharray="1 4" />
    </>
  ),
  theft: (
    <>
      <Ticket x={72} y={52} />
      <path d="M108 52h88" className="stroke-session" strokeWidth="2" strokeDasharray="0.5 6" />
      <Ticket x={236} y={52} copy />
      <g transform="translate(284 26)" className="stroke-ink" strokeWidth="2">
        <path
          d="M-19-6c8-3 12 1 19 1s11-4 19-1c1 9-2 15-9 15-5 0-7-5-10-5s-5 5-10 5c-7 0-10-6-9-15z"
          className="fill-ink"
        />
        <path d="M-9 1h4M5 1h4" className="stroke-raised" />
      </g>
    </>
  ),
  races: (
    <>
      <g className="stroke-line-strong" strokeWidth="2">
        <path d="M24 14c70 0 90 38 142 38M24 33c70 0 90 19 142 19M24 52h142M24 71c70 0 90-19 142-19M24 90c70 0 90-38 142-38" />
      </g>
      <path d="M158 46l8 6-8 6" className="stroke-ink" strokeWidth="2.25" />
      {[14, 33, 52, 71, 90].map((y) => (
        <circle key={y} cx="24" cy={y} r="5" className="fill-surface stroke-ink" strokeWidth="2" />
      ))}
      <IdCard x={184} y={19}>
        <path d="M50 22h40M50 34h28" className="stroke-jwt" strokeWidth="2.25" />
        <path d="M50 50h40" className="stroke-jwt" strokeWidth="2.25" strokeDasharray="0.5 5" />
      </IdCard>
    </>
  ),
  "stale-claims": (
    <>
      <IdCard x={40} y={19}>
        <text x="46" y="30" fontSize="15" className="fill-ink font-mono font-semibold">
          admin
        </text>
        <path d="M47 46h42" className="stroke-jwt" strokeWidth="2.25" />
      </IdCard>
      <path d="M158 52h38M188 45l8 7-8 7" className="stroke-ink" strokeWidth="2.25" />
      <text x="172" y="34" textAnchor="middle" fontSize="20" className="fill-muted font-semibold">
        ?
      </text>
      <g className="stroke-ink" strokeWidth="2">
        <path d="M214 26h76v52h-76zM214 42h76" className="fill-surface" />
      </g>
      <text x="224" y="38" fontSize="11" className="fill-muted font-mono">
        role
      </text>
      <text x="224" y="65" fontSize="15" className="fill-ink font-mono font-semibold">
        user
      </text>
    </>
  ),
  storage: (
    <>
      <g className="stroke-ink" strokeWidth="2">
        <rect x="22" y="16" width="122" height="74" rx="6" className="fill-surface" />
        <path d="M22 33h122" />
        <path d="M31 24.500v.01M39 24.500v.01M47 24.500v.01" strokeWidth="4" />
      </g>
      <circle cx="83" cy="61" r="18" className="fill-raised stroke-ink" strokeWidth="2" />
      <path d="M76 56v.01M87 53v.01M80 68v.01M90 66v.01" className="stroke-ink" strokeWidth="5" />
      <path d="M164 10v84" className="stroke-line-strong" strokeWidth="3" strokeDasharray="7 8" />
      <g className="stroke-ink" strokeWidth="2">
        <rect x="184" y="16" width="112" height="74" rx="6" className="fill-surface" strokeDasharray="5 5" />
        <path d="M184 33h112" strokeDasharray="5 5" />
      </g>
      <path d="M232 61h-88M154 54l-9 7 9 7" className="stroke-bad" strokeWidth="2.25" />
      <Crossed x={164} y={61} />
      <path d="M248 53l-9 8 9 8M262 53l9 8-9 8" className="stroke-muted" strokeWidth="2.25" />
    </>
  ),
  clock: (
    <>
      <g className="stroke-ink" strokeWidth="2.5">
        <circle cx="84" cy="52" r="38" className="fill-surface" />
        <path d="M84 52V28M84 52h17" />
      </g>
      <path d="M84 18v4M84 82v4M50 52h4M114 52h4" className="stroke-muted" strokeWidth="2.5" />
      <path d="M142 38l14 14-14 14M160 38l14 14-14 14" className="stroke-ink" strokeWidth="2.5" />
      <g className="stroke-line-strong" strokeWidth="2">
        <path d="M200 26h86M200 52h86M200 78h86" />
      </g>
      <path d="M200 26h28M200 52h52M200 78h74" className="stroke-ok" strokeWidth="7" strokeLinecap="butt" />
      <Crossed x={228} y={26} r={8} />
      <Crossed x={252} y={52} r={8} />
      <Crossed x={274} y={78} r={8} />
    </>
  ),
  flow: (
    <>
      <g className="stroke-line-strong" strokeWidth="2" strokeDasharray="4 5">
        <path d="M64 32v66M160 32v66M256 32v66" />
      </g>
      <g className="fill-surface stroke-ink" strokeWidth="2">
        <rect x="36" y="8" width="56" height="22" rx="5" />
        <rect x="132" y="8" width="56" height="22" rx="5" />
        <rect x="228" y="8" width="56" height="22" rx="5" />
      </g>
      <g className="stroke-ink" strokeWidth="2.25">
        <path d="M64 46h92M149 40l7 6-7 6M160 62h92M245 56l7 6-7 6" />
      </g>
      <path d="M256 82H68M75 76l-7 6 7 6" className="stroke-ok" strokeWidth="2.25" />
    </>
  ),
};
