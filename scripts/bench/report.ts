// Owns what a measurement looks like when it is told: beside its bound, with its own uncertainty, in one table, with the
// machine named.

import { availableParallelism, cpus, totalmem } from "node:os";
import {
  type Blocks,
  cpuMicroseconds,
  median,
  quantile,
  type Ratio,
  speed,
  speedRatio,
  timeRatio,
} from "./blocks.ts";

export type Bound = { atLeast: number } | { atMost: number } | null;

export interface Line {
  name: string;
  /** In words, with its unit. */
  measured: string;
  against: string;
  ratio: Ratio;
  /** Of the ratio. Null: told, but held to nothing. */
  bound: Bound;
  p50: string;
  p99: string;
  cpu: string;
}

/** One subject against another of the same run; "time" tells how long one takes, "speed" how many there are. */
export function lineOf<Name extends string>(
  name: string,
  blocks: Blocks<Name>,
  of: Name,
  to: Name,
  bound: Bound,
  what: "speed" | "time" = "speed",
): Line {
  const [subject, floor] = [blocks.get(of) ?? [], blocks.get(to) ?? []];
  const latencies = subject.flatMap((block) => block.latencies ?? []);
  const inUnit = (list: typeof subject) => {
    const each = median(list.map(speed));
    return what === "speed" ? `${each.toFixed(0)} /s` : inTime(1000 / each);
  };
  const [cpu, cpuFloor] = [cpuMicroseconds(subject), cpuMicroseconds(floor)];
  return {
    name,
    measured: inUnit(subject),
    against: inUnit(floor),
    ratio: what === "speed" ? speedRatio(subject, floor) : timeRatio(subject, floor),
    bound,
    p50: latencies.length > 0 ? quantile(latencies, 0.5).toFixed(2) : "",
    p99: latencies.length > 0 ? quantile(latencies, 0.99).toFixed(2) : "",
    cpu: cpu === null || cpuFloor === null ? "" : `${cpu.toFixed(0)} (${signed(cpu - cpuFloor)})`,
  };
}

const inTime = (milliseconds: number): string =>
  milliseconds < 1 ? `${(milliseconds * 1000).toFixed(1)} µs` : `${milliseconds.toFixed(2)} ms`;

const signed = (value: number): string => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(0)}`;

/** For a bound that is a quantity and not another measurement. */
export function within(name: string, value: number, atMost: number, unit: string): Line {
  const ratio = value / atMost;
  return {
    name,
    measured: `${value.toFixed(1)} ${unit}`,
    against: `${atMost.toFixed(1)} ${unit}`,
    ratio: { ratio, low: ratio, high: ratio },
    bound: { atMost: 1 },
    p50: "",
    p99: "",
    cpu: "",
  };
}

/** Asked before anything is pinned to a core. */
const MACHINE = `${availableParallelism()} cores of ${cpus()[0]?.model ?? "?"}, ${Math.round(totalmem() / 2 ** 30)} GiB`;

/** Prints the table. With `holdBounds`, a bound that is missed lets the process exit with 1. */
export function report(lines: readonly Line[], how: string, holdBounds: boolean): void {
  console.log(`\nNode ${process.version}, ${MACHINE}`);
  console.log(`${how}, ${new Date().toISOString()}`);
  console.log(
    "ratio: median of the rounds, and where it lies with 95 % confidence; p50 and p99 in milliseconds;",
  );
  console.log("CPU: microseconds of the server for one request, and how many more than the bare route\n");
  console.table(
    lines.map(({ name, measured, against, ratio, bound, p50, p99, cpu: used }) => ({
      what: name,
      measured,
      against,
      ratio: `${ratio.ratio.toFixed(3)} (${ratio.low.toFixed(2)}–${ratio.high.toFixed(2)})`,
      p50,
      p99,
      CPU: used,
      bound: inWords(bound),
      met: isMet(ratio.ratio, bound) ? "yes" : "NO",
    })),
  );
  if (holdBounds && !lines.every(({ ratio, bound }) => isMet(ratio.ratio, bound))) process.exitCode = 1;
}

function inWords(bound: Bound): string {
  if (!bound) return "none";
  return "atLeast" in bound ? `≥ ${bound.atLeast}` : `≤ ${bound.atMost}`;
}

function isMet(ratio: number, bound: Bound): boolean {
  if (!bound) return true;
  return "atLeast" in bound ? ratio >= bound.atLeast : ratio <= bound.atMost;
}
