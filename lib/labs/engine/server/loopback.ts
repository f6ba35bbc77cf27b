import type { Server } from "node:http";

// Servers of the labs' own, which this machine alone can reach.

export const LOOPBACK = "127.0.0.1";

/** Resolves with a free port. The server does not keep the process alive. */
export async function listenOnLoopback(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, LOOPBACK, resolve);
  });
  server.unref();
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("A server of the labs has no port.");
  return address.port;
}
