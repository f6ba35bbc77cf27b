// Owns the listening sockets: which addresses a host name stands for, and what is said when one is taken.
// Used by prepare.ts, which asks early, and by server.ts, which means it.

import { createServer, type Server } from "node:net";

/** A port that cannot be used. One line. */
export class ListenError extends Error {
  override name = "ListenError";
}

export interface Where {
  host: string;
  port: number;
}

/** A machine may lack IPv6; then ::1 is not worth an error. */
const NO_SUCH_ADDRESS = ["EADDRNOTAVAIL", "EAFNOSUPPORT"];

/** "localhost" is both loopback addresses: browsers try ::1 first, many tools 127.0.0.1 only. */
function addressesOf(host: string): string[] {
  return host === "localhost" ? ["127.0.0.1", "::1"] : [host];
}

/** How this process reaches itself, whatever the public origin is. */
export function ownOrigin({ host, port }: Where): string {
  const address = host === "localhost" || host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host;
  return `http://${address.includes(":") ? `[${address}]` : address}:${port}`;
}

/** Throws `ListenError` when the port cannot be had. Leaves nothing open. */
export async function refuseTakenPort(where: Where): Promise<void> {
  const probes = await listenOn(where, () => createServer());
  await Promise.all(probes.map((probe) => new Promise((resolve) => probe.close(resolve))));
}

/** Listens on every address of the host, each with a server of its own, or throws `ListenError`. */
export async function listenOn<S extends Server>(
  where: Where,
  makeServer: (index: number) => S,
): Promise<S[]> {
  const servers: S[] = [];
  for (const [index, address] of addressesOf(where.host).entries()) {
    const server = makeServer(index);
    const failure = await listen(server, where.port, address);
    if (failure === null) {
      servers.push(server);
    } else if (index === 0 || !NO_SUCH_ADDRESS.includes(failure)) {
      for (const open of servers) open.close();
      throw new ListenError(explain(where, address, failure));
    }
  }
  return servers;
}

/** The system's error code, or null when it listens. */
function listen(server: Server, port: number, host: string): Promise<string | null> {
  return new Promise((resolve) => {
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ port, host, ipv6Only: host === "::1" }, () => resolve(null));
  });
}

function explain({ host, port }: Where, address: string, code: string): string {
  if (code === "EADDRINUSE") {
    return `PORT ${port} is taken on ${address}; stop what uses it, or choose another: PORT=${port + 1} npm start`;
  }
  if (code === "EACCES") return `PORT ${port} is reserved for the system; choose one above 1023`;
  return `HOST ${host} cannot be listened on (${code})`;
}
