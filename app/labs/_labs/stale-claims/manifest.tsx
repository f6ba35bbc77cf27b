import { IdCard } from "../illustration";
import type { LabLook } from "../look";
import { StaleClaimsPanel } from "./panel.client";

export const staleClaims: LabLook = {
  Panel: StaleClaimsPanel,
  illustration: (
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
        <path d="M214 22h76v56h-76zM214 44h76" className="fill-surface" />
      </g>
      <text x="224" y="38" fontSize="14.5" className="fill-muted font-mono">
        role
      </text>
      <text x="224" y="66" fontSize="15" className="fill-ink font-mono font-semibold">
        user
      </text>
    </>
  ),
};
