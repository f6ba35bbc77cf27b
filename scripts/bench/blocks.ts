// Measures several things beside each other on a machine that is not quiet: short blocks in random order, and every
// ratio is the median of the ratios within a round. What disturbs a round disturbs both sides of its ratio, or one
// round of many.

export interface Block {
  /** Requests, checks: what is counted. */
  count: number;
  milliseconds: number;
  /** Of the process that is measured; null where the system does not tell. */
  cpuMilliseconds: number | null;
  /** Of each one, where it was taken, in milliseconds. */
  latencies?: readonly number[];
}

export interface Subject<Name extends string = string> {
  name: Name;
  run(milliseconds: number): Promise<Block>;
}

export interface Rounds {
  rounds: number;
  blockMilliseconds: number;
}

export type Blocks<Name extends string> = ReadonlyMap<Name, readonly Block[]>;

/**
 * One block of each subject in every round, in an order of its own. A quarter of so many rounds goes before and is not
 * counted: the engine compiles what it meets often.
 */
export async function measureBlocks<Name extends string>(
  subjects: readonly Subject<Name>[],
  { rounds, blockMilliseconds }: Rounds,
): Promise<Blocks<Name>> {
  const blocks = new Map<Name, Block[]>(subjects.map(({ name }) => [name, []]));
  for (let round = -Math.ceil(rounds / 4); round < rounds; round++)
    for (const { name, run } of shuffled(subjects)) {
      const block = await run(blockMilliseconds);
      if (round >= 0) blocks.get(name)?.push(block);
    }
  return blocks;
}

export interface Ratio {
  /** The median of the rounds' own ratios. */
  ratio: number;
  /** With 95 % confidence the true median lies between these two. */
  low: number;
  high: number;
}

/** Throughput of `of` ÷ throughput of `to`, round by round. */
export const speedRatio = (of: readonly Block[], to: readonly Block[]): Ratio => medianRatio(of, to, speed);
/** Time that one takes of `of` ÷ that of `to`. */
export const timeRatio = (of: readonly Block[], to: readonly Block[]): Ratio =>
  medianRatio(of, to, (block) => 1 / speed(block));

export const speed = ({ count, milliseconds }: Block): number => (count * 1000) / milliseconds;

/** Microseconds of CPU for one; null where the system does not tell. */
export function cpuMicroseconds(blocks: readonly Block[]): number | null {
  const each = blocks.flatMap(({ cpuMilliseconds, count }) =>
    cpuMilliseconds === null || count === 0 ? [] : [(cpuMilliseconds * 1000) / count],
  );
  return each.length > 0 ? median(each) : null;
}

function medianRatio(of: readonly Block[], to: readonly Block[], value: (block: Block) => number): Ratio {
  const ratios = of.flatMap((block, round) => {
    const other = to[round];
    return other ? [value(block) / value(other)] : [];
  });
  const sorted = ratios.toSorted((a, b) => a - b);
  const [low, high] = medianBounds(sorted.length);
  return { ratio: median(ratios), low: sorted[low] ?? Number.NaN, high: sorted[high] ?? Number.NaN };
}

/**
 * Which of `count` sorted values enclose the median with 95 % confidence: how many lie under it is binomial with ½, and
 * nearly normal from ten on.
 */
function medianBounds(count: number): [low: number, high: number] {
  const reach = 0.98 * Math.sqrt(count);
  const low = Math.max(0, Math.floor(count / 2 - reach));
  return [low, count - 1 - low];
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Between two values it lies where `share` says. Throws for none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  if (low === undefined || high === undefined) throw new Error("There is no quantile of nothing.");
  return low + (high - low) * (place - Math.floor(place));
}

function shuffled<T>(values: readonly T[]): T[] {
  const order = [...values];
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(Math.random() * (last + 1));
    const [a, b] = [order[last], order[other]];
    if (a !== undefined && b !== undefined) [order[last], order[other]] = [b, a];
  }
  return order;
}

/** Milliseconds of one call. */
export async function duration(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
