import { connect, createServer, type Server, type Socket } from "node:net";

// A wire between a program and its database that a test can bend: it goes silent, or loses one answer.

export interface TcpProxy {
  port: number;
  /** "silent": what comes in from either side is not passed on. "gone": nobody is there. */
  become(state: "passing" | "silent" | "gone"): Promise<void>;
  /** What answers the next request that has `text` in it never arrives: the connection is cut instead. */
  loseAnswerTo(text: string): void;
  /** How many answers were lost. */
  lost(): number;
  close(): Promise<void>;
}

export async function createTcpProxy(target: { host: string; port: number }): Promise<TcpProxy> {
  const open = new Set<Socket>();
  let state: "passing" | "silent" | "gone" = "passing";
  let wanted: string | undefined;
  let lost = 0;

  function link(near: Socket): void {
    const far = connect(target);
    let isCursed = false;
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        open.delete(socket);
        other.destroy();
      });
    }
    near.on("data", (data) => {
      if (state === "silent") return;
      if (wanted && data.includes(wanted)) {
        wanted = undefined;
        isCursed = true;
      }
      far.write(data);
    });
    far.on("data", (data) => {
      if (state === "silent") return;
      if (!isCursed) return void near.write(data);
      lost++;
      near.destroy();
    });
  }

  const server = createServer(link);
  const port = await listen(server, 0);
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  const stop = () =>
    new Promise<void>((resolve) => (server.listening ? server.close(() => resolve()) : resolve()));
  return {
    port,
    async become(next) {
      if (state === "gone" && next !== "gone") await listen(server, port);
      state = next;
      if (next !== "gone") return;
      const stopped = stop();
      cut();
      await stopped;
    },
    loseAnswerTo(text) {
      wanted = text;
    },
    lost: () => lost,
    async close() {
      const stopped = stop();
      cut();
      await stopped;
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve) => {
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : 0);
    });
  });
}
