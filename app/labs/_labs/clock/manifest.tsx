import { Crossed } from "../illustration";
import type { LabLook } from "../look";
import { ClockPanel } from "./panel.client";

export const clock: LabLook = {
  Panel: ClockPanel,
  illustration: (
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
};
