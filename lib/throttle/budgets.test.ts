import { beforeEach, describe, expect, it } from "vitest";
import { ThrottledError } from "@/lib/errors/throttled";
import { BUDGETS, type Budgets, createBudgets } from "./budgets";
import { createTally } from "./tally";

let now: number;
let budgets: Budgets;
const clock = { now: () => new Date(now) };
beforeEach(() => {
  now = Date.UTC(2026, 0, 15);
  budgets = createBudgets(clock);
});

const { each, network, seconds } = BUDGETS.write;
const write = (address: string, who?: string) => budgets.spend("write", address, who);
const times = (count: number, work: (index: number) => void) => {
  for (let index = 0; index < count; index++) work(index);
};

describe("a budget", () => {
  it("of one person at one network ends, and says when there is more; nobody else's does", () => {
    times(each, () => write("192.0.2.1", "ada"));
    expect(() => write("192.0.2.1", "ada")).toThrow(ThrottledError);
    write("192.0.2.1", "bob");
    // Whoever stole a credential cannot use up what its owner has elsewhere.
    write("192.0.2.2", "ada");
    budgets.spend("refresh", "192.0.2.1", "ada");
    now += (seconds - 60) * 1000;
    expect(() => write("192.0.2.1", "ada")).toThrow(expect.objectContaining({ retryAfterSeconds: 60 }));
    now += 60_000;
    write("192.0.2.1", "ada");
  });

  it("of one network ends, however many people are in it", () => {
    times(network, (index) => write("192.0.2.1", `person ${index}`));
    expect(() => write("192.0.2.1", "another")).toThrow(ThrottledError);
    expect(() => write("192.0.2.1")).toThrow(ThrottledError);
    write("192.0.2.2", "another");
  });

  it("is shared by a /64, and by a /48 with four times as much", () => {
    times(network, (index) => write(`2001:db8:1:1::${index.toString(16)}`));
    expect(() => write("2001:db8:1:1:ffff::")).toThrow(ThrottledError);
    times(3 * network, (index) => write(`2001:db8:1:${(16 + index).toString(16)}::1`));
    expect(() => write("2001:db8:1:f000::1")).toThrow(ThrottledError);
    write("2001:db8:2::1");
  });

  it("that is refused counts for nobody", () => {
    times(each, () => write("192.0.2.1", "ada"));
    times(network, () => expect(() => write("192.0.2.1", "ada")).toThrow(ThrottledError));
    write("192.0.2.1", "bob");
  });
});

describe("a tally", () => {
  it("of a clock that was ahead lasts no longer than any other", () => {
    const tally = createTally(60, clock);
    now += 3_600_000;
    tally.count("a");
    now -= 3_600_000;
    expect(tally.waitSeconds("a", 1)).toBe(60);
    now += 60_000;
    expect(tally.waitSeconds("a", 1)).toBe(0);
  });

  it("is bounded: a hundred thousand keys make room for each other, the busy one stays", () => {
    const tally = createTally(60, clock);
    times(100_000, (index) => {
      tally.count("busy");
      tally.count(`key ${index}`);
    });
    expect(tally.waitSeconds("busy", 100_000)).toBe(60);
    expect(tally.waitSeconds("key 0", 1)).toBe(0);
    expect(tally.waitSeconds("key 99999", 1)).toBe(60);
  });
});
