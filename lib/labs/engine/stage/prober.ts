import type { Stage } from "./stage";

// Asks every lane again and again, each series at instants fixed in advance, so that a slow answer is recorded as
// late and never shifts what follows. Knows only the stage.

/** One series of requests: this device asks for this resource in every lane, again and again. */
export interface ProbeSpec {
  device: string;
  resource: "me" | "admin";
  everyMs: number;
  /** Default: all lanes. */
  lanes?: readonly string[];
}

export interface Prober {
  /** One more probe of this lane, or of all, at once. */
  now(lane: string | null): void;
  /** Resolves when the last answer is in. */
  stop(): Promise<void>;
}

/** A series that is more periods behind than this leaves them out. */
const MAX_BEHIND = 4;

interface Series {
  probe: ProbeSpec;
  lane: string;
}

/** `fail` is told of the first request that got no answer. */
export function startProber(
  stage: Stage,
  probes: readonly ProbeSpec[],
  fail: (error: unknown) => void,
): Prober {
  const series = probes.flatMap((probe) =>
    (probe.lanes ?? stage.laneIds).map((lane): Series => ({ probe, lane })),
  );
  const underWay = new Set<Promise<unknown>>();
  const timers = new Set<NodeJS.Timeout>();
  let stopped = false;

  async function ask({ probe, lane }: Series, planned: number): Promise<void> {
    const late = Math.max(0, stage.now() - planned);
    const asked = stage.request(probe.device, lane, "GET", probe.resource, { probe: { late } });
    const settled = asked.catch((error) => (stopped ? undefined : fail(error)));
    underWay.add(settled);
    await settled;
    underWay.delete(settled);
  }

  function run(one: Series, planned: number): void {
    const timer = setTimeout(
      async () => {
        timers.delete(timer);
        if (stopped) return;
        await ask(one, planned);
        const { everyMs } = one.probe;
        const behind = Math.floor((stage.now() - planned) / everyMs);
        if (!stopped) run(one, planned + everyMs * (behind > MAX_BEHIND ? behind : 1));
      },
      Math.max(0, planned - stage.now()),
    );
    timer.unref();
    timers.add(timer);
  }

  // Spread over one period, so that lanes and runs do not all ask in the same millisecond.
  for (const [index, one] of series.entries()) run(one, (one.probe.everyMs * index) / series.length);

  return {
    now(lane) {
      if (stopped) return;
      for (const one of series) if (lane === null || one.lane === lane) void ask(one, stage.now());
    },
    async stop() {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
      await Promise.all(underWay);
    },
  };
}
