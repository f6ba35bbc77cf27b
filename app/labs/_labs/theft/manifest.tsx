import { Ticket } from "../illustration";
import type { LabLook } from "../look";
import { TheftPanel } from "./panel.client";

export const theft: LabLook = {
  Panel: TheftPanel,
  illustration: (
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
};
