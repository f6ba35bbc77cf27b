// Owns the measuring itself: short rounds, interleaved, compared within the round, the median of the ratios.
// A noisy machine shifts both sides of a ratio alike.

import autocannon from "autocannon";

export interface Target {
  url: string;
  cookie?: string;
}

const CONNECTIONS = 4;
const SECONDS = 2;

/** Requests a second over one short round. Throws when any answer is not 2xx: an error is no throughput. */
export async function throughput({ url, cookie = "" }: Target): Promise<number> {
  const result = await autocannon({ url, connections: CONNECTIONS, duration: SECONDS, headers: { cookie } });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} answers were not 2xx.`);
  return result["2xx"] / result.duration;
}

export interface Comparison {
  name: string;
  subject: number;
  floor: number;
  /** subject ÷ floor, the median of the rounds' own ratios. */
  ratio: number;
}

/** Measures subject and floor alternately, `rounds` times; every other round starts with the other one. */
export async function compare(
  name: string,
  subject: () => Promise<number>,
  floor: () => Promise<number>,
  rounds: number,
): Promise<Comparison> {
  const pairs: { subject: number; floor: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    if (round % 2 === 0) {
      const below = await floor();
      pairs.push({ floor: below, subject: await subject() });
    } else {
      const above = await subject();
      pairs.push({ subject: above, floor: await floor() });
    }
  }
  return {
    name,
    subject: median(pairs.map((pair) => pair.subject)),
    floor: median(pairs.map((pair) => pair.floor)),
    ratio: median(pairs.map((pair) => pair.subject / pair.floor)),
  };
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[sorted.length % 2 ? middle : middle - 1], sorted[middle]];
  if (low === undefined || high === undefined) throw new Error("There is no median of nothing.");
  return (low + high) / 2;
}

/** Milliseconds of one call. */
export async function duration(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
