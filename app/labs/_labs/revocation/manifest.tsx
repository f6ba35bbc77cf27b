import { Crossed } from "../illustration";
import type { LabLook } from "../look";
import { RevocationPanel } from "./panel.client";

const blocks = (xs: number[], y: number) => xs.map((x) => `M${x} ${y}h11v20h-11z`).join("");

export const revocation: LabLook = {
  Panel: RevocationPanel,
  illustration: (
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
};
