import type { ComponentType, ReactNode } from "react";
import type { RunView } from "@/lib/labs/contract";
import type { Picture } from "../_drawing/run-picture";

// How a lab looks: what its folder here says of it. What it is and does is said by its manifest in lib/labs.

export interface LabLook {
  /** Shapes in a box of 320 × 104, for its card. */
  illustration: ReactNode;
  /** What the page of a run shows besides the lanes. */
  Panel?: ComponentType<PanelProps>;
  /** On a stage: what stands in place of the lanes, and the button while the run goes on. */
  stage?: { Scene: ComponentType<PanelProps>; Act: ComponentType<PanelProps> };
  /** Drawn in the exported picture in place of the lanes. */
  picture?: (run: RunView, width: number) => Picture;
}

export interface PanelProps {
  /** As it is known now; given again with every answer while the run goes on. */
  run: RunView;
}
