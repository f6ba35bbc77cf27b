import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Asker, createFairQueue, type FairQueueBounds } from "./fair-queue";

const one = (name: string): Asker[] => [{ name, shares: 1 }];
/** A network that is part of a larger one, which has four shares. */
const within = (larger: string, name: string): Asker[] => [
  ...one(`${larger}.${name}`),
  { name: larger, shares: 4 },
];

/** A queue whose first piece of work runs until `open` is called, and who was served and refused in which order. */
function closedQueue(bounds: Partial<FairQueueBounds> = {}) {
  const queue = createFairQueue({ running: 1, waiting: 100, waitingEach: 50, ...bounds });
  const [served, refused]: [string[], string[]] = [[], []];
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const all = [queue.run([], () => gate)];
  const ask = (label: string, askers: readonly Asker[] = one(label)) => {
    const work = async () => void served.push(label);
    const refuse = (error: { code?: string }) => void refused.push(`${label} ${error.code}`);
    all.push(queue.run(askers, work).catch(refuse));
  };
  const finish = async () => {
    open();
    await Promise.all(all);
  };
  return { queue, ask, finish, served, refused };
}

const times = (count: number, work: (index: number) => void) =>
  Array.from({ length: count }, (_, i) => work(i));

describe("the order", () => {
  it("is that of asking among requests of the same asker", async () => {
    const { ask, finish, served } = closedQueue();
    times(5, (i) => ask(`a${i}`, one("a")));
    await finish();
    expect(served).toEqual(["a0", "a1", "a2", "a3", "a4"]);
  });

  it("gives each asker a turn, however many requests another has waiting", async () => {
    const { ask, finish, served } = closedQueue();
    times(40, () => ask("flood"));
    ask("b");
    ask("c");
    ask("b");
    await finish();
    expect(served.slice(0, 5).sort()).toEqual(["b", "b", "c", "flood", "flood"]);
    expect(served).toHaveLength(43);
  });

  it("askers that come and go do not keep one that waits from its turn", async () => {
    const { ask, finish, served, queue } = closedQueue();
    times(3, () => ask("patient"));
    let next = 0;
    const more = async (): Promise<void> => {
      if (next++ < 200) queue.run(one(`new ${next}`), more).catch(() => {});
    };
    times(5, () => void more());
    await finish();
    expect(served).toEqual(["patient", "patient", "patient"]);
    expect(next).toBeLessThan(40);
  });

  it("many networks of a larger one have four turns for one of another's", async () => {
    const { ask, finish, served } = closedQueue();
    times(48, (i) => ask("flood", within("larger", String(i))));
    times(3, () => ask("other"));
    await finish();
    expect(served.indexOf("other")).toBeLessThanOrEqual(5);
    expect(served.lastIndexOf("other")).toBeLessThanOrEqual(16);
  });
});

describe("the bounds", () => {
  it("of one asker refuse its own requests and nobody else's", async () => {
    const { ask, finish, served, refused } = closedQueue({ waitingEach: 3 });
    times(5, () => ask("flood"));
    ask("other");
    await finish();
    expect(refused).toEqual(["flood overloaded", "flood overloaded"]);
    expect(served.filter((name) => name === "other")).toHaveLength(1);
  });

  it("of a larger network are four times those of a single one", async () => {
    const { ask, finish, refused } = closedQueue({ waitingEach: 3 });
    times(20, (i) => ask("flood", within("larger", String(i))));
    await finish();
    expect(refused).toHaveLength(8);
  });

  it("of the whole are kept by who would wait longest", async () => {
    const { ask, finish, served, refused } = closedQueue({ waiting: 10 });
    times(10, () => ask("flood"));
    ask("other");
    ask("flood");
    await finish();
    expect(refused).toEqual(["flood overloaded", "flood overloaded"]);
    expect(served).toHaveLength(10);
    expect(served).toContain("other");
  });

  it("free their places again, whatever the work does", async () => {
    const queue = createFairQueue({ running: 1, waiting: 2, waitingEach: 1 });
    const fault = new Error("the caller's own");
    for (let round = 0; round < 5; round++) {
      const runs = [
        queue.run(one("a"), () => Promise.reject(fault)),
        queue.run(one("a"), async () => {
          throw fault;
        }),
      ];
      for (const run of runs) await expect(run).rejects.toBe(fault);
    }
    expect(await queue.run(one("a"), async () => "done")).toBe("done");
  });
});

it("every request is served or refused once, and no more run at once than may", async () => {
  const request = fc.record({ larger: fc.integer({ min: 0, max: 2 }), name: fc.integer({ min: 0, max: 4 }) });
  await fc.assert(
    fc.asyncProperty(
      fc.array(request, { maxLength: 60 }),
      fc.integer({ min: 1, max: 3 }),
      async (requests, running) => {
        const queue = createFairQueue({ running, waiting: 20, waitingEach: 4 });
        let [now, peak, served, refused] = [0, 0, 0, 0];
        const work = async () => {
          peak = Math.max(peak, ++now);
          await Promise.resolve();
          now--;
          served++;
        };
        await Promise.all(
          requests.map(({ larger, name }) =>
            queue.run(within(String(larger), String(name)), work).catch(() => void refused++),
          ),
        );
        expect(served + refused).toBe(requests.length);
        expect(peak).toBeLessThanOrEqual(running);
        expect(served).toBeGreaterThanOrEqual(Math.min(requests.length, running + 4));
      },
    ),
    { numRuns: 100 },
  );
});
