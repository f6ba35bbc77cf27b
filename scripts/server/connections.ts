// Bounds the connections of this process, so that whoever opens many and sends nothing takes them from nobody.

import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

export interface ConnectionLimits {
  /** Of all clients together. */
  total: number;
  /** Of one address. */
  perAddress: number;
}

export interface Connections {
  /** While Next works on an answer, its connection is not closed for another's sake. */
  holdWhile(response: ServerResponse): void;
}

/**
 * A new connection above a limit takes the place of the one that has been without work the longest; if all have
 * work, the new one is closed. A request that has not arrived in full is no work yet.
 */
export function boundConnections(server: Server, { total, perAddress }: ConnectionLimits): Connections {
  /** In the order in which they became idle. */
  const idle = new Set<Socket>();
  const addresses = new Map<Socket, string>();
  const working = new Map<Socket, number>();

  server.on("connection", (socket: Socket) => {
    const address = socket.remoteAddress ?? "";
    const own = [...addresses.keys()].filter((open) => addresses.get(open) === address);
    if (own.length >= perAddress && !closeOneOf(own)) return void socket.destroy();
    if (addresses.size >= total && !closeOneOf(addresses.keys())) return void socket.destroy();
    addresses.set(socket, address);
    idle.add(socket);
    socket.once("close", () => forget(socket));
  });
  return {
    holdWhile(response) {
      const { socket } = response;
      if (!socket) return;
      idle.delete(socket);
      working.set(socket, (working.get(socket) ?? 0) + 1);
      response.once("close", () => release(socket));
    },
  };

  function closeOneOf(candidates: Iterable<Socket>): boolean {
    const among = new Set(candidates);
    for (const socket of idle) {
      if (!among.has(socket)) continue;
      socket.destroy();
      forget(socket);
      return true;
    }
    return false;
  }
  function release(socket: Socket): void {
    const left = (working.get(socket) ?? 1) - 1;
    working.set(socket, left);
    if (left === 0 && addresses.has(socket)) idle.add(socket);
  }
  function forget(socket: Socket): void {
    idle.delete(socket);
    addresses.delete(socket);
    working.delete(socket);
  }
}
