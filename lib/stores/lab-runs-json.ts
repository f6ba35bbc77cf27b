import { z } from "zod";
import type { StoredRecording } from "./lab-runs";

// What every backend keeps of a run as JSON, and how much of it stays in memory.

export const paramsSchema = z.record(z.string(), z.json());
export const predictionsSchema = z.record(z.string(), z.string());

/** Recordings that were read lately: so many, and so many facts in all, some 40 MB. */
export const READ_LATELY = {
  max: 50,
  maxSize: 80_000,
  sizeCalculation: ({ facts }: StoredRecording) => facts.length + 1,
};
