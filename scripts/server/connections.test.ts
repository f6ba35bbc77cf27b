import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, expect, it } from "vitest";
import { boundConnections, type ConnectionLimits } from "./connections";

let server: Server;
let port: number;
let answers: (() => void)[];
const opened: Socket[] = [];
afterEach(() => {
  for (const socket of opened.splice(0)) socket.destroy();
  server.closeAllConnections();
  server.close();
});

/** A server whose answers to /slow wait until they are let go. */
async function open(limits: ConnectionLimits): Promise<void> {
  answers = [];
  server = createServer({ keepAliveTimeout: 60_000 });
  const connections = boundConnections(server, limits);
  server.on("request", (request, response) => {
    connections.holdWhile(response);
    if (request.url === "/slow") answers.push(() => response.end("late"));
    else response.end("ok");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  ({ port } = server.address() as AddressInfo);
}

/** Every 127.x.x.x is this machine: the way to have several addresses. */
async function arrive(localAddress = "127.0.0.1"): Promise<Socket> {
  const accepted = once(server, "connection");
  const socket = connect({ port, host: "127.0.0.1", localAddress });
  opened.push(socket);
  socket.on("error", () => {});
  await accepted;
  return socket;
}

async function ask(socket: Socket, path = "/"): Promise<string> {
  socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
  return String((await once(socket, "data"))[0]);
}

async function isClosed(socket: Socket): Promise<boolean> {
  if (!socket.closed)
    await Promise.race([once(socket, "close"), new Promise((resolve) => setTimeout(resolve, 200))]);
  return socket.closed;
}

it("at the limit the connection without work for longest makes room; one with work never", async () => {
  await open({ total: 3, perAddress: 3 });
  const [silent, busy, asking] = [await arrive(), await arrive(), await arrive()];
  const late = ask(busy, "/slow");
  expect(await ask(asking)).toContain("ok");
  const fourth = await arrive();
  expect(await ask(fourth)).toContain("ok");
  expect(await isClosed(silent)).toBe(true);
  expect(await ask(asking)).toContain("ok");

  const fifth = await arrive();
  expect(await ask(fifth)).toContain("ok");
  expect([await isClosed(fourth), asking.closed, busy.closed]).toEqual([true, false, false]);
  answers[0]?.();
  expect(await late).toContain("late");
  expect(await ask(busy)).toContain("ok");
});

it("where every connection has work a new one is closed, and taken again when one is free", async () => {
  await open({ total: 2, perAddress: 2 });
  const first = await arrive();
  const pending = [ask(first, "/slow"), ask(await arrive(), "/slow")];
  while (answers.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(await isClosed(await arrive())).toBe(true);
  for (const answer of answers) answer();
  await Promise.all(pending);
  expect(await ask(await arrive())).toContain("ok");
});

it("a request that does not arrive in full holds no place", async () => {
  await open({ total: 1, perAddress: 1 });
  const dripping = await arrive();
  dripping.write("GET / HTTP/1.1\r\nHost: ");
  expect(await ask(await arrive())).toContain("ok");
  expect(await isClosed(dripping)).toBe(true);
});

it("one address with all it may have takes nothing from another", async () => {
  await open({ total: 6, perAddress: 3 });
  const other = await arrive("127.0.0.2");
  const many: Socket[] = [];
  for (let count = 0; count < 20; count++) many.push(await arrive("127.0.0.1"));
  expect(await ask(other)).toContain("ok");
  expect(await isClosed(many[0] ?? other)).toBe(true);
  expect((await Promise.all(many.map(isClosed))).filter((closed) => !closed)).toHaveLength(3);
  const open3 = await arrive("127.0.0.3");
  expect(await ask(open3)).toContain("ok");
  expect(other.closed).toBe(false);
});
