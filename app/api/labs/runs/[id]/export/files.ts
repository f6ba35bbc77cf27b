import { drawRun } from "@/app/labs/_drawing/run-picture";
import { outcomeOf } from "@/app/labs/_drawing/told";
import { lookOf } from "@/app/labs/_labs/list";
import type { RunView } from "@/lib/labs/contract";
import type { Lab } from "@/lib/labs/lab";
import type { LabName } from "@/lib/labs/list";

// A run as a file: everything that was recorded, or the picture of it.

interface Exported {
  lab: Lab<LabName>;
  run: RunView;
  /** Where the run can be opened again. */
  address: string;
}

export interface FileFormat {
  type: string;
  write(exported: Exported): string;
}

const FORMATS = new Map<string, FileFormat>([
  [
    "json",
    {
      type: "application/json; charset=utf-8",
      write({ run, address }) {
        const { mine: _mine, acts: _acts, live: _live, ...kept } = run;
        return `${JSON.stringify({ address, outcome: outcomeOf(run), ...kept }, null, 2)}\n`;
      },
    },
  ],
  [
    "svg",
    {
      type: "image/svg+xml; charset=utf-8",
      write: ({ lab: { name, title }, run, address }) =>
        drawRun(run, { title, address, picture: lookOf(name).picture }),
    },
  ],
]);

/** Null for a format that is none of these. */
export const fileFormat = (name: string): FileFormat | null => FORMATS.get(name) ?? null;
