import type { RunStore } from "@/lib/stores/lab-runs";
import type { RunRegistry } from "./engine/run-registry";
import type { RunLinks } from "./runs/link-keys";

// What the labs need of the app. They get it as their first argument.

export interface LabParts {
  readonly config: {
    /** Labs belong to demonstrations: without there are none. */
    readonly demo: boolean;
    readonly origin: string;
    /** Is this machine the only one that can reach the app? */
    readonly isLoopback: boolean;
  };
  readonly labRuns: RunStore;
  readonly runLinks: RunLinks;
  /** The runs of this process. */
  readonly labs: RunRegistry;
}
