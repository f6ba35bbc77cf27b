import { Crossed } from "../illustration";
import type { LabLook } from "../look";
import { StoragePanel } from "./panel.client";
import { storagePicture } from "./picture";
import { StorageAct, StorageScene } from "./scene.client";

export const storage: LabLook = {
  Panel: StoragePanel,
  stage: { Scene: StorageScene, Act: StorageAct },
  picture: storagePicture,
  illustration: (
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
};
