import "server-only";
import { systemClock } from "@/lib/auth/create-auth";
import { createTally } from "@/lib/throttle/tally";
import { createLiveRun, type LiveRun, type LiveRunOptions } from "./live-run";
import { listenForLabs } from "./server/lab-server";
import type { LiveRequest } from "./server/live-contract";
import { type HostedSite, openSites } from "./server/sites";

// The runs of this process, and the bounds that let many people at once: how many run, how many worlds are kept
// after their end.

/** A class and some more. */
export const MAX_RUNNING = 40;
/** One person runs one lab at a time. */
export const MAX_RUNNING_EACH = 1;

/** Each start makes a world with keys of its own. More than a person can look at, and not enough to keep a core busy. */
export const MAX_STARTS_A_MINUTE = 12;

export interface RegistryOptions {
  /** The app's public origin. */
  origin: string;
  /** Is this machine the only one that can reach the app? */
  isLoopback: boolean;
  /** The statements that make the app's tables. */
  tables(): readonly string[];
  /** Left out but by tests. */
  bounds?: RegistryBounds | undefined;
}

export interface RegistryBounds {
  running: number;
  /** Worlds of runs that are over, kept so that their requests can be repeated by hand. */
  kept: number;
  /** Of one person: nobody takes the place of all others. */
  keptEach: number;
  keepMs: number;
}
const BOUNDS: RegistryBounds = { running: MAX_RUNNING, kept: 60, keptEach: 2, keepMs: 3 * 60_000 };

export type Started =
  | { run: LiveRun }
  | { refused: "busy"; runId: string }
  | { refused: "full" }
  | { refused: "too_many"; retryAfterSeconds: number };

export interface RunRegistry {
  /** Of the lab server; null until the first run: looking for a run must not open a port. */
  readonly port: number | null;
  find(id: string): LiveRun | undefined;
  /** Makes a run and starts it. Rejects when it cannot be prepared; then nothing is left of it. */
  start(userId: string, run: Pick<LiveRunOptions, "id" | "plan" | "owner">): Promise<Started>;
  /** What a request that somebody repeats by hand is answered in a run's world. */
  answerOutside(runId: string, request: LiveRequest): ReturnType<LiveRun["answer"]>;
  /** Its pages for the reader's browser; null where it has none, or is over. */
  siteOf(runId: string): HostedSite | null;
  /** Ends it and gives its memory back. */
  remove(id: string): Promise<void>;
  /** Closes the servers; what goes on fails. */
  close(): void;
}

interface Entry {
  userId: string;
  run: LiveRun | null;
}

export function createRegistry({ bounds = BOUNDS, tables, ...terms }: RegistryOptions): RunRegistry {
  /** In the order they began. An entry without a run is one that is being prepared. */
  const entries = new Map<string, Entry>();
  const starts = createTally(60, systemClock);
  const isRunning = ({ run }: Entry) => run === null || run.status === "running";

  const labServer = opened(() =>
    listenForLabs(async (id, request) => (await entries.get(id)?.run?.answer(request)) ?? null),
  );
  const sites = opened(openSites);

  function remove(id: string): void {
    entries.get(id)?.run?.close();
    entries.delete(id);
  }

  function keepNewest(most: number, isMeant: (entry: Entry) => boolean): void {
    const over = [...entries].filter(([, entry]) => !isRunning(entry) && isMeant(entry));
    for (const [id] of over.slice(0, Math.max(0, over.length - most))) remove(id);
  }

  return {
    get port() {
      return labServer.now()?.port ?? null;
    },
    find: (id) => entries.get(id)?.run ?? undefined,
    answerOutside: async (id, request) => (await entries.get(id)?.run?.answerOutside(request)) ?? null,
    async start(userId, asked) {
      const running = [...entries].filter(([, entry]) => isRunning(entry));
      const own = running.filter(([, entry]) => entry.userId === userId);
      if (own[0] && own.length >= MAX_RUNNING_EACH) return { refused: "busy", runId: own[0][0] };
      if (running.length >= bounds.running) return { refused: "full" };
      const retryAfterSeconds = starts.waitSeconds(userId, MAX_STARTS_A_MINUTE);
      if (retryAfterSeconds > 0) return { refused: "too_many", retryAfterSeconds };
      starts.count(userId);
      const entry: Entry = { userId, run: null };
      // Before anything is awaited: two starts at once must not both find room.
      entries.set(asked.id, entry);
      try {
        const { port } = await labServer.get();
        const run = await createLiveRun({ ...terms, ...asked, port, tables: tables(), sites: sites.get });
        entry.run = run;
        await run.start();
        void run.ended.then(() => {
          keepNewest(bounds.keptEach, (other) => other.userId === userId);
          keepNewest(bounds.kept, () => true);
          setTimeout(() => remove(asked.id), bounds.keepMs).unref();
        });
        return { run };
      } catch (error) {
        remove(asked.id);
        throw error;
      }
    },
    siteOf: (id) => sites.now()?.ofRun(id) ?? null,
    async remove(id) {
      await entries.get(id)?.run?.stop();
      remove(id);
    },
    close() {
      const server = labServer.now()?.server;
      server?.close();
      server?.closeAllConnections();
      sites.now()?.close();
    },
  };
}

/** Opened when it is first needed. What could not be opened is tried again the next time. */
function opened<T>(open: () => Promise<T>) {
  let opening: Promise<T> | null = null;
  let now: T | null = null;
  return {
    now: () => now,
    async get(): Promise<T> {
      opening ??= open();
      try {
        now = await opening;
        return now;
      } catch (error) {
        opening = null;
        throw error;
      }
    },
  };
}
