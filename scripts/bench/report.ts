// Owns what a measurement looks like when it is told: beside its bound, in one table, with the machine named.

import { availableParallelism, cpus, totalmem } from "node:os";
import type { Comparison } from "./measure.ts";

export interface Bounded extends Comparison {
  unit: string;
  /** Of the ratio. Null: told, but held to nothing. */
  bound: { atLeast: number } | { atMost: number } | null;
}

/** For a bound that is a quantity and not another measurement. */
export function within(name: string, subject: number, atMost: number, unit: string): Bounded {
  return { name, subject, floor: atMost, ratio: subject / atMost, unit, bound: { atMost: 1 } };
}

/** Prints the table; with a bound missed, the process will exit with 1. */
export function report(results: Bounded[], rounds: number): void {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  console.log(
    `\nNode ${process.version}, ${availableParallelism()} cores of ${cpu?.model ?? "?"}, ${memory} GiB`,
  );
  console.log(`Median of ${rounds} interleaved rounds, ${new Date().toISOString()}\n`);
  console.table(
    results.map(({ name, subject, floor, unit, ratio, bound }) => ({
      what: name,
      measured: `${subject.toFixed(1)} ${unit}`,
      against: `${floor.toFixed(1)} ${unit}`,
      ratio: ratio.toFixed(2),
      bound: inWords(bound),
      met: isMet(ratio, bound) ? "yes" : "NO",
    })),
  );
  if (!results.every(({ ratio, bound }) => isMet(ratio, bound))) process.exitCode = 1;
}

function inWords(bound: Bounded["bound"]): string {
  if (!bound) return "none";
  return "atLeast" in bound ? `≥ ${bound.atLeast}` : `≤ ${bound.atMost}`;
}

function isMet(ratio: number, bound: Bounded["bound"]): boolean {
  if (!bound) return true;
  return "atLeast" in bound ? ratio >= bound.atLeast : ratio <= bound.atMost;
}
