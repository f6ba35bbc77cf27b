// A client that costs little: keep-alive connections, each sending the same request again as soon as the last one is
// answered. An answer that is not 200 is no throughput: it throws.

import { once } from "node:events";
import { connect, type Socket } from "node:net";

export interface Target {
  port: number;
  path: string;
  cookie?: string;
  /** Posted as JSON, as a page of this origin would, each time from another address. Left out: a GET. */
  post?: { origin: string; body: unknown };
}

/** What one client saw in one stretch of time. */
export interface Load {
  requests: number;
  milliseconds: number;
  /** Of each request, in milliseconds. */
  latencies: number[];
}

export interface Client {
  /** Keeps all connections busy for so long; resolves when the last request is answered. */
  run(milliseconds: number): Promise<Load>;
  close(): void;
}

export function createClient(target: Target, connections: number): Client {
  const { port, path } = target;
  const nextRequest = requestTo(target);
  const sockets: (Socket | null)[] = Array.from({ length: connections }, () => null);

  /** The server closes a connection that was quiet for some seconds. */
  async function socketOf(index: number): Promise<Socket> {
    const known = sockets[index];
    if (known && !known.destroyed && known.writable) return known;
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    await once(socket, "connect");
    sockets[index] = socket;
    return socket;
  }

  async function keepBusy(index: number, until: number, latencies: number[]): Promise<void> {
    const socket = await socketOf(index);
    return new Promise((resolve, reject) => {
      let answer = "";
      let sentAt = 0;
      const send = () => {
        answer = "";
        sentAt = performance.now();
        socket.write(nextRequest());
      };
      const stop = (error?: Error) => {
        socket.off("data", take).off("error", stop).off("close", closed);
        if (error) reject(error);
        else resolve();
      };
      const closed = () => stop(new Error(`${path}: the connection was closed.`));
      const take = (chunk: Buffer) => {
        answer += chunk.toString("latin1");
        if (!isWhole(answer)) return;
        const now = performance.now();
        latencies.push(now - sentAt);
        if (!answer.startsWith("HTTP/1.1 200 ")) stop(new Error(`${path}: ${answer.split("\r\n", 1)[0]}`));
        else if (now >= until) stop();
        else send();
      };
      socket.on("data", take).on("error", stop).on("close", closed);
      send();
    });
  }

  return {
    async run(milliseconds) {
      const latencies: number[] = [];
      const startedAt = performance.now();
      const until = startedAt + milliseconds;
      await Promise.all(sockets.map((_, index) => keepBusy(index, until, latencies)));
      return { requests: latencies.length, milliseconds: performance.now() - startedAt, latencies };
    },
    close() {
      for (const socket of sockets) socket?.destroy();
    },
  };
}

/** RFC 2544 §C.2.2 sets these addresses aside for benchmarks. One network has a budget of sign-ins. */
export const somewhere = (): string =>
  `198.18.${Math.floor(Math.random() * 256)}.${Math.floor(Math.random() * 256)}`;

/** What is sent, from one time to the next. */
function requestTo({ port, path, cookie, post }: Target): () => string | Buffer {
  const head = [`${post ? "POST" : "GET"} ${path} HTTP/1.1`, `host: localhost:${port}`, "accept: */*"];
  if (cookie) head.push(`cookie: ${cookie}`);
  if (!post) {
    const request = Buffer.from(`${head.join("\r\n")}\r\n\r\n`);
    return () => request;
  }
  const body = JSON.stringify(post.body);
  head.push(
    `origin: ${post.origin}`,
    "content-type: application/json",
    `content-length: ${Buffer.byteLength(body)}`,
  );
  return () => `${head.join("\r\n")}\r\nx-forwarded-for: ${somewhere()}\r\n\r\n${body}`;
}

/** RFC 9112 §6.3: by its length, or by the last chunk, which is empty. */
function isWhole(answer: string): boolean {
  const end = answer.indexOf("\r\n\r\n");
  if (end < 0) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(answer.slice(0, end))?.[1];
  if (length !== undefined) return answer.length >= end + 4 + Number(length);
  return answer.endsWith("\r\n0\r\n\r\n");
}
