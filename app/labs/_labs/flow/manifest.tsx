// Its pages are app/labs/flow; their parts stand beside this file.

import type { LabLook } from "../look";

export const flow: LabLook = {
  illustration: (
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
