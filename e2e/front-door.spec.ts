// Requests as no browser writes them, at the real server: what Next would answer with a redirect elsewhere, with a
// fault of ours, with a long computation, or not at all until 10 MB have come. The parts are tried one by one in
// scripts/server.

import { connect, type Socket } from "node:net";
import { createAccount, signIn, whoIs } from "./support/accounts";
import { send } from "./support/http";
import { type Server, startServer } from "./support/server";
import { expect, test } from "./support/test";

let server: Server;
test.beforeAll(async () => {
  server = await startServer();
});
test.afterAll(() => server.stop());

test("no request line is answered with another server's address or a fault of ours", async () => {
  for (const line of [
    "GET http://evil.example/login HTTP/1.1",
    "GET http://evil.example/guide/ HTTP/1.1",
    "GET //evil.example/login HTTP/1.1",
    "GET //evil.example/login/ HTTP/1.1",
    "GET ///evil.example HTTP/1.1",
    "GET /\\evil.example/ HTTP/1.1",
    "GET /.//evil.example/ HTTP/1.1",
    "GET /x/..//evil.example/ HTTP/1.1",
    "GET /%2fevil.example/ HTTP/1.1",
    "GET /%5cevil.example/ HTTP/1.1",
    "OPTIONS * HTTP/1.1",
    "OPTIONS /login HTTP/1.1",
    "GET * HTTP/1.1",
    "TRACE / HTTP/1.1",
    "PROPFIND / HTTP/1.1",
    "DELETE /login HTTP/1.1",
  ]) {
    const answer = await raw(`${line}\r\nHost: evil.example\r\nConnection: close\r\n\r\n`);
    expect(Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]), line).toBeLessThan(500);
    expect(/^location: *(.*)$/im.exec(answer)?.[1] ?? "", line).not.toMatch(/^(\w+:)?[/\\]{2}evil/);
  }
  expect(await raw("GET http://evil.example/login HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")).toMatch(
    /^HTTP\/1\.1 200 /,
  );
});

test("a long query is refused at once, so that honest requests do not wait", async () => {
  const names = Array.from({ length: 3900 }, (_, index) => index.toString(36)).join("&");
  for (const [path, type] of [
    ["/", "text/plain"],
    ["/login", "text/plain"],
    ["/api/ping", "application/json"],
  ]) {
    const answer = await send(server.origin, "GET", `${path}?${names}`);
    expect([answer.status, answer.headers["content-type"]]).toEqual([
      414,
      expect.stringContaining(type ?? ""),
    ]);
  }
  expect((await send(server.origin, "GET", "/api/ping?a=1")).status).toBe(200);
});

test("the image service is off", async () => {
  const answer = await send(server.origin, "GET", "/_next/image?url=%2Ficon.svg&w=64&q=75");
  expect(answer.status).toBe(404);
});

test("what another site sends is answered before its body, and what stalls holds nobody up", async () => {
  const account = await createAccount(server.origin);
  const head = (path: string, origin: string, length: number) =>
    `POST ${path} HTTP/1.1\r\nHost: x\r\nOrigin: ${origin}\r\nContent-Length: ${length}\r\n\r\n`;
  for (const path of ["/login", "/api/auth/sign-in"]) {
    expect(await raw(head(path, "https://evil.example", 10_000_000))).toMatch(/^HTTP\/1\.1 403 /);
    expect(await raw(head(path, server.origin, 10_000_000))).toMatch(/^HTTP\/1\.1 413 /);
  }
  const stalled = Array.from({ length: 150 }, () => {
    const socket = open();
    socket.write(head("/login", server.origin, 60_000));
    return socket;
  });
  expect(await signIn(server.origin, account).then(whoIs)).not.toBeNull();
  for (const socket of stalled) socket.destroy();
  expect(await whoIs(account.client)).not.toBeNull();
});

test("an upload that its sender breaks off is nobody's error", async () => {
  const before = server.output().length;
  for (const path of ["/login", "/api/auth/sign-in", "/settings"]) {
    const socket = open();
    const type = path.startsWith("/api/") ? "application/json" : "multipart/form-data; boundary=x";
    await new Promise((resolve) =>
      socket.write(
        `POST ${path} HTTP/1.1\r\nHost: x\r\nOrigin: ${server.origin}\r\nContent-Type: ${type}\r\nContent-Length: 100\r\n\r\n--x`,
        resolve,
      ),
    );
    await send(server.origin, "GET", "/api/ping");
    socket.destroy();
  }
  expect((await send(server.origin, "GET", "/login")).status).toBe(200);
  expect(server.output().slice(before)).not.toMatch(/error|aborted|ECONNRESET/i);
});

function open(): Socket {
  const { hostname, port } = new URL(server.origin);
  return connect(Number(port), hostname).on("error", () => {});
}

/** Sends the bytes as they are; resolves with all that comes until the server closes. */
function raw(bytes: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const socket = open();
  let answer = "";
  socket.on("data", (piece) => {
    answer += piece.toString("latin1");
  });
  socket.on("close", () => resolve(answer));
  socket.write(bytes, "latin1");
  return promise;
}
