import "server-only";
import type { SignedIn } from "@/lib/session/authenticate";
import { getRuntime } from "@/lib/session/runtime";
import { getRun } from ".";
import type { RunView } from "./contract";
import { drawRun } from "./drawing";

// A run as a file: everything that was recorded, or the picture of it.

export interface ExportedRun {
  content: string;
  type: string;
  fileName: string;
}

const FORMATS: Readonly<Record<string, { type: string; write(run: RunView, address: string): string }>> = {
  json: {
    type: "application/json; charset=utf-8",
    write: ({ mine: _mine, acts: _acts, live: _live, ...run }, address) =>
      `${JSON.stringify({ address, ...run }, null, 2)}\n`,
  },
  svg: { type: "image/svg+xml; charset=utf-8", write: drawRun },
};

/** Null when there is no such run. */
export async function exportRun(
  id: string,
  format: string,
  current: SignedIn,
): Promise<ExportedRun | "unknown_format" | null> {
  const writer = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
  if (!writer) return "unknown_format";
  const run = await getRun(id, current);
  if (!run) return null;
  const { config } = await getRuntime();
  const address = `${config.origin}/labs/${run.lab}/runs/${run.id}`;
  return {
    content: writer.write(run, address),
    type: writer.type,
    fileName: `coatcheck-${run.lab}-${run.id}.${format}`,
  };
}
