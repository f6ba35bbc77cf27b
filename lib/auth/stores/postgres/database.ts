import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout } from "node:timers/promises";
import { type Pool, type PoolClient, type QueryConfig, type QueryResult, types } from "pg";
import { AuthError } from "../../errors";
import type { Atomically } from "../../parts";
import { endsConnection, runsLostBy, storeFault } from "./faults";

// What the PostgreSQL stores share: how a statement is sent, and what one unit of work is. A statement of its own is one
// round trip on any connection of the pool; a unit has a connection to itself, which everything called within joins.

export interface PostgresOptions {
  pool: Pool;
  /** False behind a pooler that knows no prepared statements. */
  prepare?: boolean | undefined;
  /** Of each statement of a unit, and of all the times that a unit runs again. */
  statementTimeoutMs?: number | undefined;
}

export type Value = string | number | Buffer | null | readonly string[];
export type Row = Record<string, unknown>;
export type Answer<R extends Row> = Pick<QueryResult<R>, "rows" | "rowCount">;

export interface Postgres {
  /** Rejects with `AuthError("store_unavailable")`. */
  send<R extends Row>(statement: Statement, values: readonly Value[]): Promise<Answer<R>>;
  /**
   * Units are serializable: what one has read stays true until it is kept, or it runs again, whole, a bounded number
   * of times.
   * After a statement that failed nothing of the unit is kept, whether or not somebody caught the fault.
   */
  atomically: Atomically;
}

/** A statement that is prepared once on each connection, by its name. */
export interface Statement {
  name: string;
  text: string;
}

export const statement = (name: string, text: string): Statement => ({ name, text });

interface Unit {
  client: PoolClient;
  open: boolean;
  /** What waits for the commit. */
  effects: (() => void)[];
  /** The statement before: the driver wants one at a time. */
  last: Promise<unknown>;
  /** The server has ended the unit for another's sake: whatever came of it, it may run again. */
  runsLost: number;
  /** The connection is not to be used any more. Closing it undoes the unit. */
  broken: boolean;
}

/** Of ten units that want one row, as many as a usual pool has connections, each round keeps one. */
const RUNS = 12;
const LONGEST_PAUSE_MS = 60;

export function openPostgres({ pool, prepare = true, statementTimeoutMs = 1000 }: PostgresOptions): Postgres {
  const membership = new AsyncLocalStorage<Unit>();
  // In the same round trip, and for this transaction only: a pooler gives the connection to somebody else afterwards.
  // The last one ends a unit whose process hangs, so that its locks are given back.
  const begin = `BEGIN ISOLATION LEVEL SERIALIZABLE; SET LOCAL statement_timeout = ${statementTimeoutMs};
    SET LOCAL lock_timeout = ${Math.ceil(statementTimeoutMs / 4)};
    SET LOCAL idle_in_transaction_session_timeout = ${5 * statementTimeoutMs}`;
  survive(pool);

  const connect = (): Promise<PoolClient> => pool.connect().catch(refuse);

  async function sendAlone<R extends Row>(query: QueryConfig): Promise<QueryResult<R>> {
    const client = await connect();
    try {
      const result = await client.query<R>(query);
      client.release();
      return result;
    } catch (error) {
      client.release(endsConnection(error));
      throw storeFault(error);
    }
  }

  async function sendWithin<R extends Row>(unit: Unit, query: QueryConfig | string): Promise<QueryResult<R>> {
    if (unit.broken) throw new AuthError("store_unavailable", "The unit has lost its connection.");
    const answer = unit.last.then(() => unit.client.query<R>(query));
    unit.last = answer.catch((error: unknown) => {
      unit.runsLost ||= runsLostBy(error);
      unit.broken ||= endsConnection(error);
    });
    return answer.catch(refuse);
  }

  async function runOnce<T>(work: () => Promise<T>, unit: Unit): Promise<T> {
    try {
      await sendWithin(unit, begin);
      const result = await membership.run(unit, work);
      unit.open = false;
      // After a statement that failed the server undoes everything, and says so in this one word.
      const { command } = await sendWithin(unit, "COMMIT");
      if (command !== "COMMIT")
        throw new AuthError("store_unavailable", "A statement of the unit had failed.");
      return result;
    } catch (error) {
      unit.open = false;
      await unit.last;
      if (!unit.broken) await sendWithin(unit, "ROLLBACK").catch(() => {});
      throw error;
    } finally {
      unit.client.release(unit.broken);
    }
  }

  async function run<T>(work: () => Promise<T>): Promise<T> {
    for (let runsLost = 0; ; ) {
      const client = await connect();
      const unit: Unit = {
        client,
        open: true,
        effects: [],
        last: Promise.resolve(),
        runsLost: 0,
        broken: false,
      };
      try {
        const result = await runOnce(work, unit);
        for (const effect of unit.effects) effect();
        return result;
      } catch (error) {
        runsLost += unit.runsLost;
        if (unit.runsLost === 0 || runsLost >= RUNS) throw error;
        await setTimeout(pauseMs(runsLost));
      }
    }
  }

  return {
    async send<R extends Row>({ name, text }: Statement, values: readonly Value[]): Promise<Answer<R>> {
      if (values.some(hasNul) && !INSERTS.test(text)) return { rows: [], rowCount: 0 };
      const query = { text, values: [...values], types: NUMBERS, ...(prepare && { name }) };
      const unit = membership.getStore();
      return unit?.open ? sendWithin<R>(unit, query) : sendAlone<R>(query);
    },
    atomically: Object.assign(
      <T>(work: () => Promise<T>): Promise<T> => (membership.getStore()?.open ? work() : run(work)),
      {
        afterCommit(effect: () => void) {
          const unit = membership.getStore();
          if (unit?.open) unit.effects.push(effect);
          else effect();
        },
      },
    ),
  };
}

/** Instants and counts: numbers that a double holds exactly, which the driver would give as text. */
const INT8 = 20;
const NUMBERS: QueryConfig["types"] = {
  getTypeParser: ((oid: number, format?: "text") =>
    oid === INT8 ? Number : types.getTypeParser(oid, format)) as typeof types.getTypeParser,
};

/** No text of this engine has a NUL, so no row is found by one. Whoever takes text to keep it refuses it before. */
const hasNul = (value: Value): boolean => typeof value === "string" && value.includes("\0");
const INSERTS = /^(INSERT|WITH)/;

const surviving = new WeakSet<Pool>();

/** A connection that dies while nobody uses it would end the process otherwise. The pool makes a new one. */
function survive(pool: Pool): void {
  if (surviving.has(pool)) return;
  surviving.add(pool);
  pool.on("error", () => {});
  pool.on("connect", (client) => void client.on("error", () => {}));
}

function refuse(error: unknown): never {
  throw storeFault(error);
}

/** Longer each time, and never the same for two that met. */
const pauseMs = (runsLost: number): number => Math.random() * Math.min(LONGEST_PAUSE_MS, 4 * 2 ** runsLost);
