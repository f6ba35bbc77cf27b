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
  /** Before any command has waited so long, all that wait have failed and the connection is made anew. */
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
  // Commands without an answer: sent since the last look, and before it. Each is looked at twice.
  let recent = new Set<symbol>();
  let before = new Set<symbol>();
  let watch: NodeJS.Timeout | undefined;
  let greeting: NodeJS.Timeout | undefined;
  let isClosed = false;
  let client = connect();

  function connect(): Client {
    const next = createOne(url);
    // A fault shows at the next command. Without a listener it would end the process.
    next.on("error", () => {});
    next.on("reconnecting", awaitGreeting);
    next.connect().catch(() => {});
    awaitGreeting();
    return next;
  }

  function awaitGreeting(): void {
    clearTimeout(greeting);
    greeting = setTimeout(() => {
      if (!client.isReady) startOver();
    }, GREETED_WITHIN_MS);
    greeting.unref();
  }

  /** Everything that waits fails. */
  function startOver(): void {
    if (isClosed) return;
    const old = client;
    client = connect();
    old.destroy();
  }

  function startWatch(): void {
    // What came in while this process was busy is read before anything is called late.
    watch = setTimeout(() => setImmediate(look), answerWithinMs / 2);
    watch.unref();
  }

  function look(): void {
    if (before.size > 0) startOver();
    before = recent;
    recent = new Set();
    watch = undefined;
    if (before.size > 0) startWatch();
  }

  await Promise.race([
    new Promise((resolve) => client.once("ready", resolve)),
    new Promise((resolve) => setTimeout(resolve, CONNECT_WITHIN_MS).unref()),
  ]);

  return {
    prefix,
    async send(command) {
      if (!client.isReady) throw new AuthError("store_unavailable", "There is no connection to Redis.");
      const asked = client;
      const waiting = Symbol();
      recent.add(waiting);
      if (!watch) startWatch();
      try {
        return await command(asked);
      } catch (error) {
        if (endsConnection(error) && asked === client) startOver();
        throw storeFault(error);
      } finally {
        recent.delete(waiting);
        before.delete(waiting);
      }
    },
    close() {
      if (isClosed) return;
      isClosed = true;
      clearTimeout(watch);
      clearTimeout(greeting);
      client.destroy();
    },
  };
}
