import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ProbeSpec } from "./prober";
import { type Prober, startProber } from "./prober";
import type { Stage } from "./stage";

// The prober on a stage whose answers take as long as the test says.

interface Asked {
  lane: string;
  at: number;
  late: number;
}

let asked: Asked[];
let failures: unknown[];
let answers: (lane: string) => Promise<void>;
let prober: Prober;

const PROBE: ProbeSpec = { device: "phone", resource: "me", everyMs: 100 };
const inLane = (lane: string) => asked.filter((one) => one.lane === lane);
const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

function start(lanes: readonly string[], probes: readonly ProbeSpec[] = [PROBE]): void {
  const startedAt = performance.now();
  const now = () => performance.now() - startedAt;
  const stage: Pick<Stage, "laneIds" | "now"> & { request: unknown } = {
    laneIds: lanes,
    now,
    request(_device: string, lane: string, _method: string, _path: string, options: { probe: Asked }) {
      asked.push({ lane, at: now(), late: options.probe.late });
      return answers(lane);
    },
  };
  prober = startProber(stage as unknown as Stage, probes, (error) => failures.push(error));
}

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  failures = [];
  answers = async () => {};
});
afterEach(async () => {
  answers = async () => {};
  vi.useRealTimers();
});

describe("probes", () => {
  it("go out at instants fixed in advance, each lane's a little after the one before", async () => {
    start(["a", "b"]);
    await vi.advanceTimersByTimeAsync(349);
    expect(inLane("a").map(({ at }) => at)).toEqual([0, 100, 200, 300]);
    expect(inLane("b").map(({ at }) => at)).toEqual([50, 150, 250]);
    expect(asked.every(({ late }) => late === 0)).toBe(true);
  });

  it("ask only in the lanes they name", async () => {
    start(["a", "b"], [PROBE, { ...PROBE, resource: "admin", lanes: ["b"] }]);
    await vi.advanceTimersByTimeAsync(99);
    expect([inLane("a").length, inLane("b").length]).toEqual([1, 2]);
  });

  it("that a slow answer holds up are recorded as late, and the plan does not shift", async () => {
    start(["a"]);
    answers = () => (asked.length === 2 ? wait(250) : Promise.resolve());
    await vi.advanceTimersByTimeAsync(651);
    // The second one took from 100 to 350, so what was planned for 200 and 300 goes out after it, a timer each.
    expect(asked.map(({ at }) => at)).toEqual([0, 100, 351, 352, 400, 500, 600]);
    expect(asked.map(({ late }) => late)).toEqual([0, 0, 151, 52, 0, 0, 0]);
  });

  it("that are many periods behind are left out, and the next ones keep the plan", async () => {
    start(["a"]);
    answers = () => (asked.length === 1 ? wait(1030) : Promise.resolve());
    await vi.advanceTimersByTimeAsync(1350);
    expect(asked.map(({ at }) => at)).toEqual([0, 1031, 1100, 1200, 1300]);
    expect(asked.map(({ late }) => late)).toEqual([0, 31, 0, 0, 0]);
  });

  it("in one lane go on while another's hangs", async () => {
    start(["a", "b"]);
    answers = (lane) => (lane === "a" ? new Promise(() => {}) : Promise.resolve());
    await vi.advanceTimersByTimeAsync(999);
    expect([inLane("a").length, inLane("b").length]).toEqual([1, 10]);
    expect(failures).toEqual([]);
  });

  it("that get no answer are told of, and do not end the others", async () => {
    start(["a", "b"]);
    answers = (lane) => (lane === "a" ? Promise.reject(new Error("reset")) : Promise.resolve());
    await vi.advanceTimersByTimeAsync(199);
    expect(failures).toEqual([new Error("reset"), new Error("reset")]);
    expect(inLane("b")).toHaveLength(2);
  });

  it("are made at once when asked for, besides those of the plan", async () => {
    start(["a", "b"]);
    await vi.advanceTimersByTimeAsync(70);
    prober.now("a");
    expect(asked.at(-1)).toEqual({ lane: "a", at: 70, late: 0 });
    prober.now(null);
    expect(asked.slice(-2).map(({ lane }) => lane)).toEqual(["a", "b"]);
    await vi.advanceTimersByTimeAsync(129);
    expect(inLane("a").map(({ at }) => at)).toEqual([0, 70, 70, 100]);
  });
});

describe("stopping", () => {
  it("waits for the answers that are under way, and asks no more", async () => {
    start(["a", "b"]);
    answers = () => wait(40);
    await vi.advanceTimersByTimeAsync(60);
    const stopped = vi.fn();
    void prober.stop().then(stopped);
    await vi.advanceTimersByTimeAsync(29);
    expect(stopped).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(stopped).toHaveBeenCalled();
    prober.now(null);
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked).toHaveLength(2);
  });

  it("makes no failure of a request that it cut off", async () => {
    start(["a"]);
    answers = () => wait(40).then(() => Promise.reject(new Error("reset")));
    await vi.advanceTimersByTimeAsync(10);
    const stopped = prober.stop();
    await vi.advanceTimersByTimeAsync(40);
    await stopped;
    expect(failures).toEqual([]);
  });
});
