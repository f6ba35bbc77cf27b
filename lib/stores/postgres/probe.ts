import { Client, type ClientConfig } from "pg";
import { storeFault } from "@/lib/auth/stores/postgres/faults";

// Could this database take a sign-in now? Asked over a connection of its own, so that a pool that is full of people who
// wait does not make the whole instance look down.

/** One answers for everybody who asks within this time. */
const ASK_EVERY_MS = 2000;
const TIMEOUT_MS = 1000;

/** Reads, and really writes: a counter of nobody, which the sweep takes away now and then. */
const ASK = `SELECT 1 FROM users LIMIT 1;
  INSERT INTO rate_limits AS l (key, points, expire) VALUES ('probe', 0, 0)
  ON CONFLICT (key) DO UPDATE SET points = 1 - l.points`;

export interface Probe {
  /** Rejects with `AuthError("store_unavailable")`. */
  ask(): Promise<void>;
  close(): Promise<void>;
}

export function createProbe(options: ClientConfig): Probe {
  let client: Client | null = null;
  /** The last that was tried; null when it failed, so that the next one who asks tries again. */
  let last: { at: number; done: Promise<void> } | null = null;

  async function connected(): Promise<Client> {
    if (client) return client;
    const fresh = new Client({ ...options, connectionTimeoutMillis: TIMEOUT_MS, query_timeout: TIMEOUT_MS });
    const forget = () => {
      if (client === fresh) client = null;
    };
    fresh.on("error", forget);
    fresh.on("end", forget);
    await fresh.connect();
    client = fresh;
    return fresh;
  }

  async function ask(): Promise<void> {
    try {
      await (await connected()).query(ASK);
    } catch (error) {
      // Not to be waited for: it may be the one that does not answer.
      client?.end().catch(() => {});
      client = null;
      throw storeFault(error);
    }
  }

  return {
    ask() {
      const now = performance.now();
      if (last && now - last.at < ASK_EVERY_MS) return last.done;
      const tried = { at: now, done: ask() };
      last = tried;
      tried.done.catch(() => {
        if (last === tried) last = null;
      });
      return tried.done;
    },
    async close() {
      await client?.end().catch(() => {});
    },
  };
}
