// What every lab's own panel is given: the run as it is known now, again with every answer while it goes on.

import type { RunView } from "@/lib/labs/contract";

export interface PanelProps {
  run: RunView;
}
