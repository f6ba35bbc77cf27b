import "server-only";
import pLimit from "p-limit";
import { log } from "@/lib/log/log";
import type { JsonObject, Recording, RunStatus } from "../contract";
import { checkPlan, type Plan } from "./plan";

import { type Answered, createDoors } from "./server/doors";
import { sendHttp } from "./server/http-client";
import type { LiveRequest } from "./server/live-contract";
import type { Sites } from "./server/sites";
import { whenDue } from "./stage/due";
import { type Prober, startProber } from "./stage/prober";
import { createRecorder } from "./stage/recorder";
import { createStage, type Stage } from "./stage/stage";
import { journalMark, lanesOf } from "./world/described";
import { createWorld } from "./world/world";

// One run from its preparation to its end: the world, the schedule, the prober and the record. Knows no lab by
// name and nothing of storage.

/** More than a person does in two minutes. */
export const MAX_ACTS = 200;
/** Acts of a person that wait for the one under way. */
const MAX_WAITING_ACTS = 4;
/** What is under way when a run ends may come to its end, if that is soon. */
const ACTS_END_WITHIN_MS = 3000;

/** "none": the run is over or has no such act. "too_many": more wait, or were done, than a person can mean. */
export type ActOutcome = "done" | "none" | "too_many";

export interface LiveRun {
  readonly id: string;
  /** "running" until the last answer is in: from then on nothing of it changes. */
  readonly status: RunStatus;
  readonly failure: string | null;
  /** Milliseconds since the start, standing still once it is over. */
  elapsedMs(): number;
  recording(since: number): Recording;
  /** Prepares the world and starts the schedule and the probes. Rejects when it cannot be prepared. */
  start(): Promise<void>;
  /** What the lab server answers in this world; "too_many" beyond the bound, null for no such resource. */
  answer(request: LiveRequest): Answered;
  /** The same for a request from outside, within narrower bounds. */
  answerOutside(request: LiveRequest): Answered;
  /** Something the person does, when what they did before is done. */
  act(name: string, input: JsonObject): Promise<ActOutcome>;
  readonly stage: Stage;
  /** May its requests be repeated by hand? Never for foreign implementations where others could reach them. */
  readonly opensOutside: boolean;
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
  /** Is this machine the only one that can reach the app? */
  isLoopback: boolean;
  sites(): Promise<Sites>;
}

export async function createLiveRun({
  id,
  origin,
  port,
  tables,
  owner,
  plan,
  isLoopback,
  sites,
}: LiveRunOptions): Promise<LiveRun> {
  checkPlan(plan);
  let startedAt: number | null = null;
  let endedAt: number | null = null;
  let status: RunStatus = "running";
  let failure: string | null = null;
  let ending = false;
  let { seconds } = plan;
  let actsDone = 0;
  const inTurn = pLimit(1);
  let prober: Prober | null = null;
  let closed = false;
  const over = Promise.withResolvers<boolean>();
  const opensOutside = isLoopback || plan.decorate === undefined;
  const planned: (() => void)[] = [];
  const acts = new Set<Promise<void>>();
  const { promise: ended, resolve: resolveEnded } = Promise.withResolvers<void>();
  const now = () => (startedAt === null ? 0 : performance.now() - startedAt);

  const world = await createWorld({
    runId: id,
    origin,
    tables,
    lanes: plan.lanes,
    decorate: plan.decorate,
    owner: { ...owner, role: plan.ownerRole ?? "user" },
    journal: (lane, event) => recorder.mark(journalMark(lane, event, now())),
  });
  const lanes = lanesOf(world);
  const recorder = createRecorder({ lanes, devices: plan.devices, seconds: plan.seconds });
  const stage = createStage({
    world,
    recorder,
    now,
    devices: plan.devices.map((device) => device.id),
    send: (request) => sendHttp(port, request),
    probeNow: (lane) => prober?.now(lane),
    stillRunningAfter,
    sites,
    finish,
  });

  const doors = createDoors({ world, traced: plan.traced ?? false, opensOutside });

  async function end(how: RunStatus, why: string | null = null): Promise<void> {
    if (ending) return ended;
    ending = true;
    endedAt = Math.min(now(), plan.seconds * 1000);
    for (const forget of planned) forget();
    over.resolve(false);
    await Promise.all([prober?.stop(), Promise.race([Promise.allSettled(acts), pause(ACTS_END_WITHIN_MS)])]);
    recorder.close();
    status = how;
    failure = why;
    resolveEnded();
  }

  /** Something is done in the run, and the end of the run waits for it. */
  async function perform(act: Promise<void>): Promise<void> {
    acts.add(act);
    await act.finally(() => acts.delete(act));
  }

  function fail(error: unknown): void {
    if (ending) return;
    log("lab.failed", { run: id, message: error instanceof Error ? error.message : "unknown" });
    void end(
      "failed",
      "The server could not carry this run on. That is a fault of its own, not of a credential.",
    );
  }

  function stillRunningAfter(milliseconds: number): Promise<boolean> {
    return Promise.race([pause(milliseconds).then(() => !ending), over.promise]);
  }

  function finish(): void {
    seconds = Math.min(seconds, Math.max(1, Math.ceil(now() / 1000)));
    void end("finished");
  }

  function after(milliseconds: number, work: () => void): void {
    planned.push(whenDue(milliseconds, now, work));
  }

  return {
    id,
    stage,
    ended,
    opensOutside,
    get status() {
      return status;
    },
    get failure() {
      return failure;
    },
    elapsedMs: () => endedAt ?? Math.min(now(), plan.seconds * 1000),
    recording: (since) => ({ ...recorder.since(since), seconds }),
    async start() {
      await plan.prepare(stage);
      for (const lane of lanes)
        lane.cookieBytes = Math.max(0, ...stage.jarsOf(lane.id).map((jar) => jar.bytes()));
      if (ending) return;
      startedAt = performance.now();
      for (const act of plan.schedule) after(act.at, () => void perform(act.run(stage)).catch(fail));
      after(plan.seconds * 1000, () => void end("finished"));
      prober = startProber(stage, plan.probes, fail);
    },
    answer: async (request) => (closed ? null : doors.answer(request)),
    answerOutside: async (request) => (closed ? null : doors.answerOutside(request)),
    async act(name, input) {
      const act = plan.acts && Object.hasOwn(plan.acts, name) ? plan.acts[name] : undefined;
      if (!act || ending) return "none";
      if (inTurn.pendingCount >= MAX_WAITING_ACTS || actsDone >= MAX_ACTS) return "too_many";
      actsDone += 1;
      return inTurn(async () => {
        if (ending) return "none";
        await perform(act.run(stage, input));
        return "done";
      });
    },
    stop: () => end("stopped"),
    close() {
      if (!closed) world.close();
      closed = true;
    },
  };
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
