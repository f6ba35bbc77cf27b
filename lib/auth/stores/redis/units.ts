import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { AuthError } from "../../errors";
import type { Atomically } from "../../parts";
import type { Redis } from "./connection";
import type { Step } from "./scripts";

// What one unit of work is in Redis. It remembers what it has read, and keeps what it writes to itself. At its end one script
// compares and writes; if anything it has read is no longer so, the whole of it runs again, as in PostgreSQL.

/** "hash": fields. "whole": the same, and may be read as a whole. "scores": members with a number, which only grows. */
export interface Key {
  name: string;
  kind: "hash" | "whole" | "scores";
}

/** Null: not there. */
type Value = string | null;

export interface Units {
  redis: Redis;
  /** One round trip outside of a unit; within one, what it has read before or written itself. */
  read(key: Key, fields: readonly string[]): Promise<Value[]>;
  /** All fields of a "whole" one. A unit that has read it is not kept if others have changed any since. */
  readAll(key: Key): Promise<Map<string, string>>;
  /**
   * Work that writes: a unit of its own, or a part of the one it is called in.
   * @param work gets the means to write.
   */
  writing<T>(work: (write: Write) => Promise<T>): Promise<T>;
  atomically: Atomically;
}

export interface Write {
  /** Null removes a field. `keepMs`: the key lives at least so long from now; without, as long as before. */
  (key: Key, changes: Readonly<Record<string, Value>>, keepMs?: number): void;
  /** This unit begins something: it is refused when the memory is full. */
  begins(): void;
}

/** A field of each "whole" hash, which changes with any other, but for those that nobody decides by. */
const EDITION = "edition";
const decidesNothing = (field: string): boolean => field.startsWith("seen:");

/** Of one key, by field. */
interface Held {
  key: Key;
  number: number;
  read: Map<string, Value>;
  written: Map<string, Value>;
  all: boolean;
  keepMs: number;
}

interface Unit {
  open: boolean;
  /** A call has failed: nothing of the unit is kept. */
  broken: boolean;
  begins: boolean;
  held: Map<string, Held>;
  effects: (() => void)[];
}

/** Of ten units that want the same, each round keeps one. */
const RUNS = 12;
const LONGEST_PAUSE_MS = 30;

export function createUnits(redis: Redis): Units {
  const membership = new AsyncLocalStorage<Unit>();
  const current = (): Unit | undefined => {
    const unit = membership.getStore();
    return unit?.open ? unit : undefined;
  };

  async function fetch({ name, kind }: Key, fields: readonly string[]): Promise<Value[]> {
    if (kind !== "scores") return redis.send((client) => client.hmGet(name, [...fields]));
    const scores = await redis.send((client) => client.zmScore(name, [...fields]));
    return scores.map((score) => (score === null ? null : String(score)));
  }
  const fetchAll = async ({ name }: Key) =>
    new Map(Object.entries(await redis.send((client) => client.hGetAll(name))));

  async function readWithin(unit: Unit, key: Key, fields: readonly string[]): Promise<Value[]> {
    const held = holdIn(unit, key);
    const missing = held.all ? [] : fields.filter((field) => !held.read.has(field));
    if (missing.length > 0) {
      const values = await fetch(key, missing);
      for (const [index, field] of missing.entries()) remember(held, field, values[index] ?? null);
    }
    return fields.map((field) => seenBy(held, field));
  }

  async function readAllWithin(unit: Unit, key: Key): Promise<Map<string, string>> {
    const held = holdIn(unit, key);
    if (!held.all) {
      const found = await fetchAll(key);
      for (const field of [EDITION, ...found.keys()]) remember(held, field, found.get(field) ?? null);
      held.all = true;
    }
    const fields = new Map<string, string>();
    for (const field of new Set([...held.read.keys(), ...held.written.keys()])) {
      const value = seenBy(held, field);
      if (value !== null && field !== EDITION) fields.set(field, value);
    }
    return fields;
  }

  function writeTo(unit: Unit): Write {
    const write = (key: Key, changes: Readonly<Record<string, Value>>, keepMs = 0) => {
      const held = holdIn(unit, key);
      held.keepMs = Math.max(held.keepMs, keepMs);
      for (const [field, value] of Object.entries(changes))
        held.written.set(field, key.kind === "scores" ? larger(held.written.get(field), value) : value);
    };
    return Object.assign(write, {
      begins() {
        unit.begins = true;
      },
    });
  }

  /** False: something it had read has changed meanwhile. */
  async function commit(unit: Unit): Promise<boolean> {
    if (unit.broken) throw new AuthError("store_unavailable", "A call of the unit had failed.");
    const { keys, steps } = stepsOf(unit);
    if (steps.length === 0) return true;
    return (
      (await redis.send((client) =>
        unit.begins ? client.commitNew(keys, steps) : client.commit(keys, steps),
      )) === 1
    );
  }

  async function run<T>(work: () => Promise<T>): Promise<T> {
    for (let times = 1; times <= RUNS; times++) {
      const unit: Unit = { open: true, broken: false, begins: false, held: new Map(), effects: [] };
      let result: T;
      try {
        result = await membership.run(unit, work);
      } finally {
        unit.open = false;
      }
      if (await commit(unit)) {
        for (const effect of unit.effects) effect();
        return result;
      }
      await setTimeout(Math.random() * Math.min(LONGEST_PAUSE_MS, 2 ** times));
    }
    throw new AuthError("store_unavailable", "Others were always first.");
  }

  /** What fails breaks the unit, even where somebody catches it. */
  async function joined<T>(unit: Unit, call: Promise<T>): Promise<T> {
    try {
      return await call;
    } catch (error) {
      unit.broken = true;
      throw error;
    }
  }

  return {
    redis,
    read(key, fields) {
      const unit = current();
      return unit ? joined(unit, readWithin(unit, key, fields)) : fetch(key, fields);
    },
    readAll(key) {
      const unit = current();
      return unit ? joined(unit, readAllWithin(unit, key)) : fetchAll(key);
    },
    writing(work) {
      const unit = current();
      if (unit) return joined(unit, work(writeTo(unit)));
      return run(async () => {
        const own = current();
        if (!own) throw new AuthError("store_unavailable", "The unit has ended.");
        return work(writeTo(own));
      });
    },
    atomically: Object.assign(<T>(work: () => Promise<T>): Promise<T> => (current() ? work() : run(work)), {
      afterCommit(effect: () => void) {
        const unit = current();
        if (unit) unit.effects.push(effect);
        else effect();
      },
    }),
  };
}

function holdIn({ held }: Unit, key: Key): Held {
  const known = held.get(key.name);
  if (known) return known;
  const fresh = { key, number: held.size + 1, read: new Map(), written: new Map(), all: false, keepMs: 0 };
  held.set(key.name, fresh);
  return fresh;
}

/** What was read first stays: should it have changed since, the unit finds out at its end. */
function remember({ read }: Held, field: string, value: Value): void {
  if (!read.has(field)) read.set(field, value);
}

function seenBy({ key, read, written }: Held, field: string): Value {
  const before = read.get(field) ?? null;
  const after = written.get(field);
  if (after === undefined) return before;
  return key.kind === "scores" ? larger(before, after) : after;
}

function larger(one: Value | undefined, other: Value): Value {
  if (one === undefined || one === null) return other;
  return other === null || Number(one) > Number(other) ? one : other;
}

/** Comparisons first. Who has read a hash whole compares its edition instead of each field. */
function stepsOf({ held }: Unit): { keys: string[]; steps: string[] } {
  const compare: string[] = [];
  const write: string[] = [];
  const add = (steps: string[], step: Step, { number }: Held, field: string, value: Value) =>
    void steps.push(step, String(number), field, value ?? "");
  for (const each of held.values()) {
    const { key, read, written, all, keepMs } = each;
    for (const [field, value] of read) {
      if (all && field !== EDITION) continue;
      if (key.kind === "scores") add(compare, "score", each, field, value);
      else add(compare, value === null ? "absent" : "is", each, field, value);
    }
    if (key.kind === "whole" && [...written.keys()].some((field) => !decidesNothing(field)))
      add(write, "set", each, EDITION, randomUUID());
    for (const [field, value] of written) {
      if (key.kind === "scores") add(write, "raise", each, field, value);
      else add(write, value === null ? "remove" : "set", each, field, value);
    }
    if (keepMs > 0) add(write, "keep", each, "", String(keepMs));
  }
  return { keys: [...held.keys()], steps: [...compare, ...write] };
}
