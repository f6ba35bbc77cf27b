// Owns what prepare.ts tells start.ts: the settings it needs, as JSON over file descriptor 3.

export interface Prepared {
  port: number;
  host: string;
  origin: string;
  isLoopback: boolean;
  dataDir: string;
  /** Where the data is, for people: no password. */
  place: string;
  /** Names this process. */
  instanceId: string;
  cookieSecure: boolean;
  trustProxy: number;
  /** The accounts anybody may use, or null when DEMO is off. */
  demo: { accounts: string[]; password: string } | null;
  /** What was put right, a line each. */
  notes: string[];
}

/** Both ends are ours and of one version: the type check holds them together. */
export const readPrepared = (text: string): Prepared => JSON.parse(text);
