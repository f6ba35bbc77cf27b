import "server-only";
import { log } from "@/lib/audit/log";
import type { RefreshEvent } from "@/lib/auth/parts";
import { REFRESH_GRACE_SECONDS } from "@/lib/auth/policy";
import type { JsonObject, RecordedLane, Recording, RunStatus } from "../contract";
import type { Plan } from "../lab";
import { sendHttp } from "./http-client";
import { answerLive, type LiveAnswer, type LiveRequest } from "./live-handler";
import { type Prober, startProber } from "./prober";
import { createRecorder } from "./recorder";
import { createStage, type Stage } from "./stage";
import { createWorld, type World } from "./world";

// One run from its preparation to its end: the world, the schedule, the prober and the record. Knows no lab by
// name and nothing of storage.

/** More requests than the longest run can need: what comes on top, from outside, is refused. */
export const MAX_REQUESTS = 20_000;

export interface LiveRun {
  readonly id: string;
  readonly status: RunStatus;
  readonly failure: string | null;
  /** Milliseconds since the start, standing still once it is over. */
  elapsedMs(): number;
  recording(since: number): Recording;
  /** Prepares the world and starts the schedule and the probes. Rejects when it cannot be prepared. */
  start(): Promise<void>;
  /** What the lab server answers in this world; "too_many" beyond the bound, null for no such resource. */
  answer(request: LiveRequest): Promise<LiveAnswer | "too_many" | null>;
  /** Something the person does. False when the run is over or has no such act. */
  act(name: string, input: JsonObject): Promise<boolean>;
  readonly stage: Stage;
  /** Ends it early. Resolves when it has ended. */
  stop(): Promise<void>;
  /** Resolves when it has ended, however it did. Never rejects. */
  readonly ended: Promise<void>;
  /** Gives its memory back; its credentials are gone with it. */
  close(): void;
}

export interface LiveRunOptions {
  id: string;
  origin: string;
  port: number;
  tables: readonly string[];
  owner: { email: string; name: string };
  plan: Plan;
}

export async function createLiveRun({
  id,
  origin,
  port,
  tables,
  owner,
  plan,
}: LiveRunOptions): Promise<LiveRun> {
  let startedAt: number | null = null;
  let endedAt: number | null = null;
  let status: RunStatus = "running";
  let failure: string | null = null;
  let requests = 0;
  let prober: Prober | null = null;
  let closed = false;
  const timers = new Set<NodeJS.Timeout>();
  const { promise: ended, resolve: resolveEnded } = Promise.withResolvers<void>();
  const now = () => (startedAt === null ? 0 : performance.now() - startedAt);

  const world = await createWorld({
    ...{ runId: id, origin, tables, lanes: plan.lanes, decorate: plan.decorate },
    owner: { ...owner, role: plan.ownerRole ?? "user" },
    journal: (lane, event) => recorder.mark(journalMark(lane, event, now())),
  });
  const lanes = lanesOf(world);
  const recorder = createRecorder({ lanes, devices: plan.devices, seconds: plan.seconds });
  const stage = createStage({
    ...{ world, recorder, now, devices: plan.devices.map((device) => device.id) },
    send: (request) => sendHttp(port, request),
    probeNow: (lane) => prober?.now(lane),
  });

  async function end(how: RunStatus, why: string | null = null): Promise<void> {
    if (status !== "running") return ended;
    endedAt = Math.min(now(), plan.seconds * 1000);
    status = how;
    failure = why;
    for (const timer of timers) clearTimeout(timer);
    await prober?.stop();
    resolveEnded();
  }

  function fail(error: unknown): void {
    if (status !== "running") return;
    log("lab.failed", { run: id, message: error instanceof Error ? error.message : "unknown" });
    void end(
      "failed",
      "The server could not carry this run on. That is a fault of its own, not of a credential.",
    );
  }

  function after(milliseconds: number, work: () => Promise<void>): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work().catch(fail);
    }, milliseconds);
    timers.add(timer.unref());
  }

  return {
    ...{ id, stage, ended },
    get status() {
      return status;
    },
    get failure() {
      return failure;
    },
    elapsedMs: () => endedAt ?? now(),
    recording: (since) => recorder.since(since),
    async start() {
      await plan.prepare(stage);
      for (const lane of lanes)
        lane.cookieBytes = Math.max(0, ...stage.jarsOf(lane.id).map((jar) => jar.bytes()));
      startedAt = performance.now();
      for (const act of plan.schedule) after(act.at, () => act.run(stage));
      after(plan.seconds * 1000, () => end("finished"));
      prober = startProber(stage, plan.probes, fail);
    },
    async answer(request) {
      if (closed) return null;
      requests += 1;
      return requests > MAX_REQUESTS ? "too_many" : answerLive(world, request);
    },
    async act(name, input) {
      const act = plan.acts && Object.hasOwn(plan.acts, name) ? plan.acts[name] : undefined;
      if (!act || status !== "running") return false;
      await act.run(stage, input);
      return true;
    },
    stop: () => end("stopped"),
    close() {
      if (!closed) world.close();
      closed = true;
    },
  };
}

function lanesOf(world: World): RecordedLane[] {
  return [...world.lanes.values()].map(({ spec, mode }) => {
    const { id, label, policy, graceSeconds = REFRESH_GRACE_SECONDS } = spec;
    const guarantees = mode.guarantees(policy);
    // Only what is exchanged can be noticed to be used twice.
    const exchanged = guarantees.detectsReuse;
    return {
      ...{ id, label, mode: spec.mode, policy, guarantees, graceSeconds },
      strategy: exchanged ? policy.jwt.revocation : null,
      refreshes: exchanged && spec.keepsRefreshToken !== false,
      cookieBytes: 0,
    };
  });
}

/** What the core reports of itself, as a mark of the lane. */
function journalMark(lane: string, event: RefreshEvent, at: number) {
  const { sessionId, userAgent } = event;
  const common = { lane, device: null, at, end: at, ok: true };
  if (event.kind === "refreshed")
    return {
      ...common,
      act: "journal-refreshed",
      label: "Refresh token exchanged",
      detail: { sessionId, userAgent, repeated: event.repeated },
    };
  return {
    ...common,
    act: "journal-reused",
    label: "Reuse noticed: the token family is revoked",
    detail: { sessionId, userAgent, firstUseBy: event.firstUse.userAgent },
  };
}
