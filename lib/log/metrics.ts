// What the app counts of itself, for Prometheus. One set of counters a process: proxy, pages, handlers and the server in
// front are bundles of their own, so it hangs on globalThis. Where nobody asked for it nothing is loaded or counted.

const KEY = Symbol.for("coatcheck.metrics");
const holder: { [key: symbol]: Metrics | undefined } = globalThis as never;

export interface Metrics {
  /** One line of the log. */
  event(name: string): void;
  /** One check of a credential: what the guard said, and how many store reads that took. */
  checked(mode: string, outcome: string, reads: number): void;
  /** One request, when its answer is out. `kind`: "page", "api" or "asset". */
  answered(request: { method: string; kind: string; status: number }, seconds: number): void;
  /** Prometheus' text format, version 0.0.4. */
  text(): Promise<{ contentType: string; body: string }>;
}

/** Undefined where nobody asked for metrics. */
export const metrics = (): Metrics | undefined => holder[KEY];

/** From now on nothing is counted, and what was is forgotten. */
export function stopMetrics(): void {
  delete holder[KEY];
}

/** From now on it is counted. The second call changes nothing. */
export async function startMetrics(): Promise<void> {
  if (holder[KEY]) return;
  const { collectDefaultMetrics, Counter, Histogram, Registry } = await import("prom-client");
  if (holder[KEY]) return;
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const events = new Counter({
    name: "coatcheck_events_total",
    help: "Lines of the log, by the event they tell.",
    labelNames: ["event"],
    registers,
  });
  const checks = new Counter({
    name: "coatcheck_checks_total",
    help: "Checks of a credential by the guard.",
    labelNames: ["mode", "outcome"],
    registers,
  });
  const reads = new Counter({
    name: "coatcheck_check_store_reads_total",
    help: "Store reads of those checks.",
    labelNames: ["mode"],
    registers,
  });
  const requests = new Histogram({
    name: "coatcheck_http_request_seconds",
    help: "Time from the head of a request to the end of its answer.",
    labelNames: ["method", "kind", "status"],
    buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5],
    registers,
  });
  holder[KEY] = {
    event: (event) => events.inc({ event }),
    checked(mode, outcome, count) {
      checks.inc({ mode, outcome });
      reads.inc({ mode }, count);
    },
    answered: ({ method, kind, status }, seconds) =>
      requests.observe({ method, kind, status: `${Math.floor(status / 100)}xx` }, seconds),
    text: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  };
}
