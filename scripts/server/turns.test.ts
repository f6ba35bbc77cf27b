import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createTurns, type TakeTurn } from "./turns";

// A real server, because what a response says of its end is Node's to tell. Who calls stands in a header.

let server: Server;
let takeTurn: TakeTurn;
/** Those that are worked on, in the order in which they began. */
let begun: { name: string; response: ServerResponse }[];
beforeEach(async () => {
  takeTurn = createTurns(2);
  begun = [];
  server = createServer((incoming: IncomingMessage, response) => {
    const [name = "", address = ""] = String(incoming.headers.from).split(" ");
    takeTurn(address, response, () => begun.push({ name, response }));
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function ask(name: string, address: string) {
  const { port } = server.address() as AddressInfo;
  const asking = request({ port, host: "127.0.0.1", headers: { from: `${name} ${address}` } });
  asking.on("error", () => {}).on("response", (answer) => answer.resume());
  asking.end();
  return asking;
}
const names = () => begun.map(({ name }) => name);
const answer = (name: string) => begun.find((one) => one.name === name)?.response.end();
const until = (...expected: string[]) => expect.poll(names).toEqual(expected);

it("what one network sends beyond its turns waits for them in order, and another network does not wait", async () => {
  for (const [count, name] of ["a", "b", "c", "d"].entries()) {
    ask(name, `2001:db8:1:1::${count}`);
    await until(...["a", "b"].slice(0, count + 1));
  }
  ask("other", "2001:db8:1:2::1");
  await until("a", "b", "other");
  answer("b");
  await until("a", "b", "other", "c");
  answer("a");
  await until("a", "b", "other", "c", "d");
});

it("who goes away gives the turn back, and takes none that would come later", async () => {
  const first = ask("a", "192.0.2.1");
  await until("a");
  ask("b", "192.0.2.1");
  await until("a", "b");
  const waiting = ask("gone", "192.0.2.1");
  await new Promise((resolve) => waiting.on("socket", (socket) => socket.once("connect", resolve)));
  await expect
    .poll(() => new Promise((resolve) => server.getConnections((_, count) => resolve(count))))
    .toBe(3);
  waiting.destroy();
  await expect
    .poll(() => new Promise((resolve) => server.getConnections((_, count) => resolve(count))))
    .toBe(2);
  ask("c", "192.0.2.1");
  first.destroy();
  await until("a", "b", "c");
});
