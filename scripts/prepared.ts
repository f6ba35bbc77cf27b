// Owns what prepare.ts tells start.ts: the settings it needs, as JSON over file descriptor 3.

import { z } from "zod";

const prepared = z.object({
  port: z.number(),
  host: z.string(),
  origin: z.string(),
  isLoopback: z.boolean(),
  dataDir: z.string(),
  databaseFile: z.string(),
  cookieSecure: z.boolean(),
  trustProxy: z.number(),
  /** The accounts anybody may use, or null when DEMO is off. */
  demo: z.object({ accounts: z.array(z.string()), password: z.string() }).nullable(),
  /** What was put right, a line each. */
  notes: z.array(z.string()),
});

export type Prepared = z.infer<typeof prepared>;

/** Throws when prepare.ts did not say what was agreed: a fault of ours. */
export function readPrepared(text: string): Prepared {
  return prepared.parse(JSON.parse(text));
}
