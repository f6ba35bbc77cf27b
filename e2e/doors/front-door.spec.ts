// Requests as no browser writes them, at the real server: what Next would answer with a redirect elsewhere, with a
// fault of ours, or not at all until 10 MB have come. The parts are tried one by one in scripts/server.

import { connect, type Socket } from "node:net";
import { signIn, whoIs } from "../support/accounts";
import { send } from "../support/http";
import { expect, testOnOwnServer as test } from "../support/test";

test("no request line is answered with another server's address or a fault of ours", async ({ origin }) => {
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
    const answer = await raw(origin, `${line}\r\nHost: evil.example\r\nConnection: close\r\n\r\n`);
    expect(Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]), line).toBeLessThan(500);
    expect(/^location: *(.*)$/im.exec(answer)?.[1] ?? "", line).not.toMatch(/^(\w+:)?[/\\]{2}evil/);
  }
  const absolute = "GET http://evil.example/login HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  expect(await raw(origin, absolute)).toMatch(/^HTTP\/1\.1 200 /);
});

test("every answer names the process that gave it, as /api/health does", async ({ origin }) => {
  const health = await send(origin, "GET", "/api/health");
  const { instance } = JSON.parse(health.text);
  expect(instance).toMatch(/^[\w.-]+$/);
  for (const path of ["/", "/api/me", "/api/nowhere", "/icon.svg"])
    expect((await send(origin, "GET", path)).headers["x-instance"], path).toBe(instance);
});

test("the image service is off", async ({ origin }) => {
  const answer = await send(origin, "GET", "/_next/image?url=%2Ficon.svg&w=64&q=75");
  expect(answer.status).toBe(404);
});

test("what another site sends is answered before its body, and what stalls holds nobody up", async ({
  origin,
  account,
}) => {
  const head = (path: string, from: string, length: number) =>
    `POST ${path} HTTP/1.1\r\nHost: x\r\nOrigin: ${from}\r\nContent-Length: ${length}\r\n\r\n`;
  for (const path of ["/login", "/api/auth/sign-in"]) {
    expect(await raw(origin, head(path, "https://evil.example", 10_000_000))).toMatch(/^HTTP\/1\.1 403 /);
    expect(await raw(origin, head(path, origin, 10_000_000))).toMatch(/^HTTP\/1\.1 413 /);
  }
  const stalled = Array.from({ length: 150 }, () => {
    const socket = open(origin);
    socket.write(head("/login", origin, 60_000));
    return socket;
  });
  expect(await signIn(origin, account).then(whoIs)).not.toBeNull();
  for (const socket of stalled) socket.destroy();
  expect(await whoIs(account.client)).not.toBeNull();
});

test("an upload that its sender breaks off is nobody's error", async ({ origin, ownServer }) => {
  const before = ownServer.output().length;
  for (const path of ["/login", "/api/auth/sign-in", "/settings"]) {
    const socket = open(origin);
    const type = path.startsWith("/api/") ? "application/json" : "multipart/form-data; boundary=x";
    await new Promise((resolve) =>
      socket.write(
        `POST ${path} HTTP/1.1\r\nHost: x\r\nOrigin: ${origin}\r\nContent-Type: ${type}\r\nContent-Length: 100\r\n\r\n--x`,
        resolve,
      ),
    );
    await send(origin, "GET", "/api/ping");
    socket.destroy();
  }
  expect((await send(origin, "GET", "/login")).status).toBe(200);
  expect(ownServer.output().slice(before)).not.toMatch(/error|aborted|ECONNRESET/i);
});

function open(origin: string): Socket {
  const { hostname, port } = new URL(origin);
  return connect(Number(port), hostname).on("error", () => {});
}

/** Sends the bytes as they are; resolves with all that comes until the server closes. */
function raw(origin: string, bytes: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const socket = open(origin);
  let answer = "";
  socket.on("data", (piece) => {
    answer += piece.toString("latin1");
  });
  socket.on("close", () => resolve(answer));
  socket.write(bytes, "latin1");
  return promise;
}
