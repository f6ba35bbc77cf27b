import { createClient } from "redis";
import { AuthError } from "../../errors";
import { endsConnection, storeFault } from "./faults";
import { SCRIPTS } from "./scripts";

// The one connection to Redis, and the watch over it. What is not answered in time is a fault, and so is everything
// while there is no connection: nobody waits for one. Nothing is ever sent twice: whoever asked may ask again.

export interface RedisOptions {
  /** "redis://" or "rediss://". */
  url: string;
  /** In front of every key, so that several apps can share a server. */
  prefix?: string | undefined;
  /** When the oldest command has waited so long, all that wait have failed and the connection is made anew. */
  answerWithinMs?: number | undefined;
}

export interface Redis {
  prefix: string;
  /** Rejects with `AuthError("store_unavailable")`; the command may have been carried out all the same. */
  send<T>(command: (client: Client) => Promise<T>): Promise<T>;
  close(): void;
}

const MOST_COMMANDS_WAITING = 10_000;
/** Keeps a connection that nobody uses from being dropped on the way. */
const PING_EVERY_MS = 15_000;
const CONNECT_WITHIN_MS = 1000;
/** A server that has accepted a connection and then says nothing is asked over a new one. */
const GREETED_WITHIN_MS = 2000;

export type Client = ReturnType<typeof createOne>;

const createOne = (url: string) =>
  createClient({
    url,
    scripts: SCRIPTS,
    RESP: 3,
    maintNotifications: "disabled",
    disableOfflineQueue: true,
    commandsQueueMaxLength: MOST_COMMANDS_WAITING,
    pingInterval: PING_EVERY_MS,
    // None of the driver's: it covers only what is not sent yet, and costs more than the command.
    commandOptions: { timeout: 0 },
    socket: { connectTimeout: CONNECT_WITHIN_MS, reconnectStrategy },
  });

/** Soon at first, never more than a second, and not all instances at once. */
function reconnectStrategy(retries: number): number {
  return Math.min(800, 25 * 2 ** Math.min(retries, 5)) + Math.random() * 200;
}

/** Resolves when connected, or after a second: then it goes on trying. */
export async function openRedis({ url, prefix = "", answerWithinMs = 1000 }: RedisOptions): Promise<Redis> {
  /** When each command that has no answer yet was sent, the oldest first. */
  const waiting = new Set<{ since: number }>();
  let watch: NodeJS.Timeout | undefined;
  let isClosed = false;
  let triedAt = 0;
  let client = connect();

  function connect(): Client {
    const next = createOne(url);
    triedAt = performance.now();
    // A fault shows at the next command. Without a listener it would end the process.
    next.on("error", () => {});
    next.on("reconnecting", () => {
      triedAt = performance.now();
    });
    next.connect().catch(() => {});
    return next;
  }

  /** Everything that waits fails. */
  function startOver(): void {
    if (isClosed) return;
    const old = client;
    client = connect();
    old.destroy();
  }

  function startWatch(afterMs: number): void {
    watch = setTimeout(() => {
      // What came in while this process was busy is read before anything is called late.
      setImmediate(look);
    }, afterMs);
    watch.unref();
  }

  function look(): void {
    watch = undefined;
    const [oldest] = waiting;
    if (!oldest) return;
    const left = answerWithinMs - (performance.now() - oldest.since);
    if (left > 0) startWatch(left);
    else startOver();
  }

  await Promise.race([
    new Promise((resolve) => client.once("ready", resolve)),
    new Promise((resolve) => setTimeout(resolve, CONNECT_WITHIN_MS).unref()),
  ]);

  return {
    prefix,
    async send(command) {
      if (!client.isReady) {
        if (performance.now() - triedAt > GREETED_WITHIN_MS) startOver();
        throw new AuthError("store_unavailable", "There is no connection to Redis.");
      }
      const asked = client;
      const entry = { since: performance.now() };
      waiting.add(entry);
      if (!watch) startWatch(answerWithinMs);
      try {
        return await command(asked);
      } catch (error) {
        if (endsConnection(error) && asked === client) startOver();
        throw storeFault(error);
      } finally {
        waiting.delete(entry);
      }
    },
    close() {
      if (isClosed) return;
      isClosed = true;
      clearTimeout(watch);
      client.destroy();
    },
  };
}
