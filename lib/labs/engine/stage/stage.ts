import "server-only";
import type { SessionId } from "@/lib/auth/contract";
import type { AnswerFact, JsonObject } from "../../contract";
import type { HttpAnswer, HttpRequest } from "../server/http-client";
import { LIVE_PATH } from "../server/lab-server";
import type { Sites } from "../server/sites";
import { setCookies } from "../world/lab-cookies";
import type { World } from "../world/world";
import { endOf, tokenIn, whatWasSaid } from "./answer-facts";
import { createDeviceJars, found } from "./device-jars";
import type { Jar } from "./jar";
import type { Recorder } from "./recorder";
import { createTurnstile } from "./turnstile";

// What a lab can do in its run: sign devices in, send real requests as one of them, act as the operator, and have
// all of it written down. Acts and probes go through here, so nothing happens off the record.

export interface SendOptions {
  body?: JsonObject;
  detail?: JsonObject;
  /** Left out by acts. */
  probe?: { late: number };
  /** In place of the device's own jar: for a tab that keeps its cookies to itself. */
  jar?: Jar;
}

export interface ActMark {
  /** A short name the lab's conclusion looks for. */
  act: string;
  label: string;
  /** Default: all lanes. */
  lane?: string;
  /** Default: the operator. */
  device?: string;
}

export interface Stage {
  readonly world: World;
  readonly laneIds: readonly string[];
  /** Milliseconds since the start; 0 while the run is prepared. */
  now(): number;
  jar(device: string, lane: string): Jar;
  jarsOf(lane: string): Jar[];
  /** Null when there is no such device or lane. For names that came from outside. */
  findJar(device: string, lane: string): Jar | null;
  /** Gives the device a sign-in of the pretended account in each lane, as a password check would have. */
  signIn(device: string, lanes?: readonly string[]): Promise<void>;
  /** The public id of the device's sign-in in this lane. Throws when it has none. */
  sessionIdOf(device: string, lane: string): SessionId;
  /** One real request with the device's cookies; what the answer sets goes into its jar. Recorded. */
  request(
    device: string,
    lane: string,
    method: AnswerFact["method"],
    resource: string,
    options?: SendOptions,
  ): Promise<HttpAnswer>;
  /**
   * Records an act with its beginning and its acknowledgement; then everything is probed at once. `work` may
   * write to the mark's detail, and answers false where it was refused: the mark says so then. What it throws
   * fails the run.
   */
  act(mark: ActMark, work: (detail: JsonObject) => Promise<unknown>): Promise<void>;
  /** The same in all lanes at the same time, a mark a lane. */
  actInEveryLane(mark: ActMark, work: (lane: string, detail: JsonObject) => Promise<unknown>): Promise<void>;
  /** A note in the record that is no act, at this very instant. */
  note(mark: ActMark, detail?: JsonObject): void;
  /** What a thief does who can read the cookies. */
  copyCookies(from: string, to: string, lane: string): void;
  /** Winds the lab's clock on while no request is under way, so that no request sees two times. */
  wind(seconds: number): Promise<void>;
  /** For an act that takes its time: true after so long, false as soon as the run is over. */
  stillRunningAfter(milliseconds: number): Promise<boolean>;
  /** Where a run puts pages for the reader's own browser. */
  sites(): Promise<Sites>;
  /** The run has shown everything. It ends as soon as the acts under way are done. */
  finish(): void;
}

export interface StageOptions {
  world: World;
  recorder: Recorder;
  devices: readonly string[];
  send(request: HttpRequest): Promise<HttpAnswer>;
  now(): number;
  /** After each act: what is accepted now? */
  probeNow(lane: string | null): void;
  stillRunningAfter: Stage["stillRunningAfter"];
  sites: Stage["sites"];
  finish: Stage["finish"];
}

export function createStage(options: StageOptions): Stage {
  const { world, recorder, now } = options;
  const laneIds = [...world.lanes.keys()];
  const jars = createDeviceJars(world, options.devices);
  const ids = new Map<string, SessionId>();
  const turnstile = createTurnstile();
  const ahead = () => (world.clock.aheadSeconds > 0 ? { ahead: world.clock.aheadSeconds } : {});

  async function act(mark: ActMark, work: (detail: JsonObject) => Promise<unknown>): Promise<void> {
    const at = now();
    const detail: JsonObject = {};
    const ok = (await work(detail)) !== false;
    record(mark, at, detail, ok);
    options.probeNow(mark.lane ?? null);
  }

  function record(mark: ActMark, at: number, detail: JsonObject = {}, ok = true): void {
    const { act: name, label, lane, device } = mark;
    const end = now();
    const who = { lane: lane ?? null, device: device ?? null };
    recorder.mark({
      ...who,
      act: name,
      label,
      at,
      end,
      ok,
      ...ahead(),
      ...(Object.keys(detail).length > 0 ? { detail } : {}),
    });
  }

  const request: Stage["request"] = async (device, lane, method, resource, sending = {}) => {
    const { body, detail, probe, jar = jars.of(device, lane) } = sending;
    const name = jars.refreshCookie(lane);
    const presented = name ? jar.value(name) : null;
    const at = now();
    const path = `${LIVE_PATH}${world.runId}/${lane}/${resource}`;
    const sent = { method, path, cookie: jar.header(), userAgent: userAgentOf(device), body };
    const answer = await options.send(sent);
    jars.receive(jar, lane, answer.setCookie);
    const received = name ? tokenIn(answer.setCookie, name) : null;
    const used = presented !== null && (received !== null || resource === "refresh");
    recorder.answer({
      lane,
      device,
      method,
      resource,
      at,
      took: now() - at,
      by: probe ? "prober" : "act",
      late: probe?.late ?? 0,
      ...whatWasSaid(answer),
      ...endOf(answer, world.clock, now()),
      ...ahead(),
      renewed: answer.setCookie.some((line) => !line.includes("Max-Age=0")),
      ...(used
        ? {
            refresh: {
              presented: recorder.labelOf(presented),
              received: received === null ? null : recorder.labelOf(received),
            },
          }
        : {}),
      ...(detail ? { detail } : {}),
    });
    return answer;
  };

  return {
    world,
    laneIds,
    now,
    jar: jars.of,
    findJar: jars.find,
    jarsOf: jars.inLane,
    async signIn(device, lanes = laneIds) {
      for (const lane of lanes) {
        const { mode, spec } = found(world.lanes.get(lane), `lane ${lane}`);
        const client = { ip: "127.0.0.1", userAgent: userAgentOf(device) };
        const issued = await mode.issue(await world.owner(), client, spec.policy);
        ids.set(`${device} ${lane}`, issued.sessionId);
        jars.receive(jars.of(device, lane), lane, setCookies(spec.mode, issued, world.clock.now()));
      }
    },
    sessionIdOf: (device, lane) => found(ids.get(`${device} ${lane}`), `sign-in of ${device} in ${lane}`),
    request: (...asked) => turnstile.pass(() => request(...asked)),
    act,
    actInEveryLane: async (mark, work) => {
      await Promise.all(laneIds.map((lane) => act({ ...mark, lane }, (detail) => work(lane, detail))));
    },
    note: (mark, detail) => record(mark, now(), detail),
    copyCookies: (from, to, lane) => jars.of(to, lane).copyFrom(jars.of(from, lane)),
    wind: (seconds) => turnstile.alone(() => world.clock.wind(seconds)),
    stillRunningAfter: options.stillRunningAfter,
    sites: options.sites,
    finish: options.finish,
  };
}

/** What a server sees of a pretended device. */
const userAgentOf = (device: string): string => `coatcheck-lab/1 (${device})`;
