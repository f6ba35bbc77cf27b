import { IdCard } from "../illustration";
import type { LabLook } from "../look";
import { RacesPanel } from "./panel.client";

export const races: LabLook = {
  Panel: RacesPanel,
  illustration: (
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
};
