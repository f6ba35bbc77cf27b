import "server-only";
import type { Server } from "node:http";
import { systemClock } from "@/lib/auth/create-auth";
import { onceAProcess } from "@/lib/session/once-a-process";
import { createTally } from "@/lib/throttle/tally";
import { listenForLabs } from "./lab-server";
import type { LiveRequest } from "./live-contract";
import { createLiveRun, type LiveRun, type LiveRunOptions } from "./live-run";

// The runs of this process, and the bounds that let many people at once: how many run, how many worlds are kept
// after their end. Pages and handlers are separate bundles of one process, so the one instance hangs on globalThis.

/** A class and some more. */
export const MAX_RUNNING = 40;
/** One person runs one lab at a time. */
export const MAX_RUNNING_EACH = 1;

/** Each start makes a world with keys of its own. More than a person can look at, and not enough to keep a core busy. */
export const MAX_STARTS_A_MINUTE = 12;

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
  readonly port: number;
  readonly server: Server;
  find(id: string): LiveRun | undefined;
  /** Makes a run and starts it. Rejects when it cannot be prepared; then nothing is left of it. */
  start(userId: string, options: Omit<LiveRunOptions, "port">): Promise<Started>;
  /** What a request that somebody repeats by hand is answered in a run's world. */
  answerOutside(runId: string, request: LiveRequest): ReturnType<LiveRun["answer"]>;
  /** Ends it and gives its memory back. */
  remove(id: string): Promise<void>;
}

const holder = onceAProcess("coatcheck.labs", () => createRegistry());

/** The one there is. Undefined until the first run: looking for a run must not open a port. */
export function presentRegistry(): Promise<RunRegistry> | undefined {
  return holder.present();
}

/** The lab server starts with the first run. */
export function runRegistry(): Promise<RunRegistry> {
  return holder.get();
}

interface Entry {
  userId: string;
  run: LiveRun | null;
}

/** One with bounds of its own is for tests: the app has only the one above. */
export async function createRegistry(bounds: RegistryBounds = BOUNDS): Promise<RunRegistry> {
  /** In the order they began. An entry without a run is one that is being prepared. */
  const entries = new Map<string, Entry>();
  const starts = createTally(60, systemClock);
  const isRunning = ({ run }: Entry) => run === null || run.status === "running";

  const { port, server } = await listenForLabs(
    async (id, request) => (await entries.get(id)?.run?.answer(request)) ?? null,
  );

  function remove(id: string): void {
    entries.get(id)?.run?.close();
    entries.delete(id);
  }

  function keepNewest(most: number, isMeant: (entry: Entry) => boolean): void {
    const over = [...entries].filter(([, entry]) => !isRunning(entry) && isMeant(entry));
    for (const [id] of over.slice(0, Math.max(0, over.length - most))) remove(id);
  }

  return {
    ...{ port, server },
    find: (id) => entries.get(id)?.run ?? undefined,
    answerOutside: async (id, request) => (await entries.get(id)?.run?.answerOutside(request)) ?? null,
    async start(userId, options) {
      const running = [...entries].filter(([, entry]) => isRunning(entry));
      const own = running.filter(([, entry]) => entry.userId === userId);
      if (own[0] && own.length >= MAX_RUNNING_EACH) return { refused: "busy", runId: own[0][0] };
      if (running.length >= bounds.running) return { refused: "full" };
      const retryAfterSeconds = starts.waitSeconds(userId, MAX_STARTS_A_MINUTE);
      if (retryAfterSeconds > 0) return { refused: "too_many", retryAfterSeconds };
      starts.count(userId);
      const entry: Entry = { userId, run: null };
      // Before anything is awaited: two starts at once must not both find room.
      entries.set(options.id, entry);
      try {
        const run = await createLiveRun({ ...options, port });
        entry.run = run;
        await run.start();
        void run.ended.then(() => {
          keepNewest(bounds.keptEach, (other) => other.userId === userId);
          keepNewest(bounds.kept, () => true);
          setTimeout(() => remove(options.id), bounds.keepMs).unref();
        });
        return { run };
      } catch (error) {
        remove(options.id);
        throw error;
      }
    },
    async remove(id) {
      await entries.get(id)?.run?.stop();
      remove(id);
    },
  };
}
