// The front door behind a real socket, with a stand-in for Next that says what it got.

import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { AnswerAsset } from "./assets";
import { frontDoor } from "./front-door";

const ORIGIN = "https://coatcheck.example";
const LIMIT = 64 * 1024;

let server: Server;
let port: number;
const ASSET = "/_next/static/a.js";
/** What was let through, in order. */
let passed: { method: string; url: string; body: string; headers: IncomingMessage["headers"] }[];
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function open(origin = ORIGIN, bodyDeadlineMs?: number): Promise<void> {
  passed = [];
  const methodsOf = (path: string) =>
    path === "/api/thing" ? ["GET", "HEAD", "POST", "OPTIONS"] : path === "/api/other" ? ["DELETE"] : null;
  const answerAsset: AnswerAsset = ({ url }, response) => {
    if (url === ASSET) response.end("from the build");
    return url === ASSET;
  };
  const rules = { origin, trustProxy: 0, methodsOf, answerAsset, handle };
  server = createServer(frontDoor(bodyDeadlineMs === undefined ? rules : { ...rules, bodyDeadlineMs }));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  ({ port } = server.address() as AddressInfo);
}

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece);
  const { method = "", url = "", headers } = request;
  passed.push({ method, url, headers, body: Buffer.concat(pieces).toString() });
  response.end("from Next");
}

interface Reply {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Sends the bytes as they are and reads until the server closes. With `hold` the connection is not asked to end. */
function raw(head: string[], body: string | Buffer = "", hold = false): Promise<Reply> {
  const { promise, resolve, reject } = Promise.withResolvers<Reply>();
  const socket = connect(port, "127.0.0.1");
  const pieces: Buffer[] = [];
  socket.on("data", (piece) => pieces.push(piece)).on("error", reject);
  socket.on("close", () => resolve(parse(Buffer.concat(pieces).toString("latin1"))));
  socket.write([...head, "Host: evil.example", ...(hold ? [] : ["Connection: close"]), "", ""].join("\r\n"));
  socket.write(body);
  return promise;
}

function parse(text: string): Reply {
  const [head = "", body = ""] = text.split("\r\n\r\n");
  const [line = "", ...lines] = head.split("\r\n");
  const headers = Object.fromEntries(lines.map((entry) => entry.split(/: (.*)/).slice(0, 2)));
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return { status: Number(line.split(" ")[1]), headers: Object.fromEntries(lower), body };
}

const get = (target: string) => raw([`GET ${target} HTTP/1.1`]);
const post = (target: string, headers: string[], body: string | Buffer = "{}", hold = false) =>
  raw([`POST ${target} HTTP/1.1`, ...headers], body, hold);
const length = (body: string) => `Content-Length: ${Buffer.byteLength(body)}`;
const OWN = `Origin: ${ORIGIN}`;
const EVIL = "Origin: https://evil.example";
const genuine = async () => {
  const reply = await post("/api/thing", [OWN, length("{}")]);
  expect([reply.status, passed.at(-1)?.body]).toEqual([200, "{}"]);
};

describe("the request line", () => {
  it("in absolute form counts for its path, whatever host it names", async () => {
    await open();
    expect((await get("http://evil.example/login?a=b")).body).toContain("from Next");
    expect(passed.at(-1)).toMatchObject({ url: "/login?a=b" });
  });

  it("that leads to another server is refused without an address to go to", async () => {
    await open();
    for (const target of ["//evil.example/x", "/.//evil.example/", "/\\/evil.example", "///evil.example"]) {
      const { status, headers, body } = await get(target);
      expect([target, status, headers.location, body]).toEqual([
        target,
        400,
        undefined,
        "This address cannot be read.\n",
      ]);
    }
    await genuine();
    expect(passed).toHaveLength(1);
  });

  it("OPTIONS * is told what the server takes; no other method may ask so", async () => {
    await open();
    const { status, headers } = await raw(["OPTIONS * HTTP/1.1"]);
    expect([status, headers.allow]).toEqual([204, "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"]);
    expect((await get("*")).status).toBe(400);
  });

  it("that is too long is refused in words, and in JSON for programs", async () => {
    await open();
    const query = `?${Array.from({ length: 3900 }, (_, index) => index.toString(36)).join("&")}`;
    const page = await get(`/${query}`);
    expect([page.status, page.headers["content-type"]]).toEqual([414, "text/plain; charset=utf-8"]);
    expect(await get(`/${"a".repeat(3000)}`)).toMatchObject({ status: 414 });
    const api = await get(`/api/thing${query}`);
    expect([api.status, api.body]).toEqual([414, '{"error":"uri_too_long"}']);
    expect(passed).toEqual([]);
    expect((await get("/?a=1&b=2")).status).toBe(200);
  });
});

describe("addresses and methods", () => {
  it("an unknown address under /api/ and /.well-known/ is 404 in JSON, elsewhere Next's business", async () => {
    await open();
    for (const path of ["/api/nowhere", "/api/thing/", "/.well-known/nowhere"]) {
      const { status, headers, body } = await get(path);
      expect([path, status, body]).toEqual([path, 404, '{"error":"not_found"}']);
      expect(headers["content-type"]).toBe("application/json");
    }
    expect((await get("/nowhere")).body).toContain("from Next");
  });

  it("a wrong method is 405 in JSON with what is allowed", async () => {
    await open();
    const { status, headers, body } = await raw(["DELETE /api/thing HTTP/1.1", OWN]);
    expect([status, headers.allow, body]).toEqual([
      405,
      "GET, HEAD, POST, OPTIONS",
      '{"error":"method_not_allowed"}',
    ]);
    const trace = await raw(["TRACE /login HTTP/1.1"]);
    expect([trace.status, trace.headers.allow]).toEqual([405, "GET, HEAD, POST, OPTIONS"]);
    expect((await raw(["DELETE /api/other HTTP/1.1", OWN])).status).toBe(200);
  });
});

describe("another site's request", () => {
  it("is refused before its body: words for a page, JSON for the API", async () => {
    await open();
    const [page, api] = await Promise.all([
      post("/login", [EVIL, "Content-Length: 9999999"], "", true),
      post("/api/thing", [EVIL, "Content-Length: 9999999"], "", true),
    ]);
    expect(page).toMatchObject({ status: 403, headers: { connection: "close" } });
    expect(page.body).toContain(`did not come from a page of ${ORIGIN}`);
    expect([api.status, api.body]).toEqual([403, '{"error":"cross_origin"}']);
    expect((await post("/api/thing", [length("{}")])).status).toBe(403);
    expect((await post("/api/thing", ["Origin: null", "Sec-Fetch-Site: same-site"], "")).status).toBe(403);
    expect(passed).toEqual([]);
    await genuine();
  });

  it("passes where a browser says same-origin or a Bearer token stands for it", async () => {
    await open();
    for (const header of ["Sec-Fetch-Site: same-origin", "Authorization: Bearer a.b.c"])
      expect((await post("/api/thing", [header, length("{}")])).status).toBe(200);
  });
});

describe("a body", () => {
  const tooLarge = [413, '{"error":"payload_too_large"}'];
  const chunked = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n0\r\n\r\n`;

  it("reaches Next whole, declared or in pieces, to the last byte that is allowed", async () => {
    await open();
    const longest = "a".repeat(LIMIT);
    for (const target of ["/login", "/api/thing"]) {
      expect((await post(target, [OWN, length(longest)], longest)).status).toBe(200);
      expect((await post(target, [OWN, "Transfer-Encoding: chunked"], chunked(longest))).status).toBe(200);
    }
    expect(passed.map(({ body }) => body === longest)).toEqual([true, true, true, true]);
  });

  it("that declares more than 64 KB is refused before it comes", async () => {
    await open();
    const declared = (target: string) => post(target, [OWN, `Content-Length: ${LIMIT + 1}`], "", true);
    const [api, page] = await Promise.all([declared("/api/thing"), declared("/login")]);
    expect([api.status, api.body]).toEqual(tooLarge);
    expect([page.status, page.body]).toEqual([413, "This is more than Coatcheck takes.\n"]);
    await genuine();
  });

  it("in chunks is counted and cut, and its sender still gets the answer", async () => {
    await open();
    const megabyte = chunked("a".repeat(1024 * 1024));
    const { status, body } = await post("/api/thing", [OWN, "Transfer-Encoding: chunked"], megabyte);
    expect([status, body]).toEqual(tooLarge);
    expect(passed).toEqual([]);
    await genuine();
  });

  it("that stalls, or drips, is cut when its time is over", async () => {
    await open(ORIGIN, 300);
    const startedAt = performance.now();
    const { status, body } = await post("/api/thing", [OWN, "Content-Length: 10"], "{", true);
    expect([status, body]).toEqual([408, '{"error":"request_timeout"}']);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(290);

    const dripping = connect(port, "127.0.0.1");
    dripping.write(
      `POST /login HTTP/1.1\r\nHost: x\r\n${OWN}\r\nContent-Length: 1000\r\nConnection: keep-alive\r\n\r\n`,
    );
    const drip = setInterval(() => dripping.write("a"), 20);
    dripping.on("error", () => {});
    const [answer] = await once(dripping, "data");
    clearInterval(drip);
    dripping.destroy();
    expect(String(answer)).toMatch(/^HTTP\/1\.1 408 /);
    expect(passed).toEqual([]);
    await genuine();
  });

  it("whose sender goes away is nobody's error and does not reach Next", async () => {
    await open();
    const socket = connect(port, "127.0.0.1");
    const asked = once(server, "request");
    socket.write(`POST /api/thing HTTP/1.1\r\nHost: x\r\n${OWN}\r\nContent-Length: 100\r\n\r\n{`);
    const [request] = (await asked) as [IncomingMessage];
    const gone = new Promise((resolve) => request.once("close", resolve));
    socket.destroy();
    await gone;
    expect(passed).toEqual([]);
    await genuine();
  });

  it("leaves a connection that is kept alive in order for the next request", async () => {
    await open();
    const socket = connect(port, "127.0.0.1");
    const request = `POST /api/thing HTTP/1.1\r\nHost: x\r\n${OWN}\r\nContent-Length: 2\r\n\r\n{}`;
    for (let count = 0; count < 3; count++) {
      socket.write(request);
      expect(String((await once(socket, "data"))[0])).toMatch(/^HTTP\/1\.1 200 /);
    }
    socket.destroy();
    expect(passed.map(({ body }) => body)).toEqual(["{}", "{}", "{}"]);
  });
});

describe("headers", () => {
  const EVERYWHERE = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
    "permissions-policy": expect.any(String),
    "strict-transport-security": "max-age=31536000; includeSubDomains",
  };
  const ALL = ["/login", "/api/thing", "/api/nowhere", "//x", `/${"a".repeat(3000)}`, ASSET];

  it("of protection stand on every answer, Next's and the server's own", async () => {
    await open();
    for (const target of ALL) expect((await get(target)).headers, target).toMatchObject(EVERYWHERE);
    expect((await post("/login", [EVIL, "Content-Length: 2"])).headers).toMatchObject(EVERYWHERE);
    expect((await raw(["OPTIONS * HTTP/1.1"])).headers).toMatchObject(EVERYWHERE);
  });

  it("stand on what the build made once for all, which Next never sees", async () => {
    await open();
    expect((await get(ASSET)).body).toContain("from the build");
    expect(passed).toEqual([]);
  });

  it("name HSTS only behind https", async () => {
    await open("http://localhost:3000");
    for (const target of ALL)
      expect((await get(target)).headers).not.toHaveProperty("strict-transport-security");
  });

  it("forbid everything to the API's answers and the server's own; a page brings its own policy", async () => {
    await open();
    for (const target of ["/api/thing", "/api/nowhere", "//x"])
      expect((await get(target)).headers["content-security-policy"]).toMatch(/^default-src 'none'/);
    expect((await get("/login")).headers).not.toHaveProperty("content-security-policy");
  });

  it("of the server's own answers keep them out of every cache", async () => {
    await open();
    for (const target of ["/api/nowhere", "//x"])
      expect((await get(target)).headers["cache-control"]).toBe("private, no-store");
  });

  it("that claim to look ahead count with GET only", async () => {
    await open();
    const claims = ["Purpose: prefetch", "Sec-Purpose: prefetch", "Next-Router-Prefetch: 1"];
    await raw(["GET /dashboard HTTP/1.1", "Next-Router-Prefetch: 1", "RSC: 1"]);
    expect(passed.at(-1)?.headers).toMatchObject({ purpose: "prefetch" });
    await post("/login", [OWN, length("{}"), ...claims]);
    for (const name of ["purpose", "sec-purpose", "next-router-prefetch"])
      expect(passed.at(-1)?.headers).not.toHaveProperty(name);
  });
});
