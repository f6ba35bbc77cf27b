import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createClient } from "./load";

interface Seen extends Pick<IncomingMessage, "method" | "url" | "headers"> {
  body: string;
}
const seen: Seen[] = [];
let status = 200;
const server = createServer(async (request, response) => {
  const { method, url, headers } = request;
  seen.push({ method, url, headers, body: await text(request) });
  response.statusCode = status;
  response.end("answer");
});
let port = 0;
beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe("the client", () => {
  it("gets the same again and again over its connections, with its cookie, and counts the answers", async () => {
    seen.length = 0;
    const client = createClient({ port, path: "/me", cookie: "a=b" }, 2);
    const { requests, latencies } = await client.run(30);
    client.close();
    expect(requests).toBeGreaterThan(2);
    expect(latencies).toHaveLength(requests);
    expect(seen).toHaveLength(requests);
    for (const { method, url, headers } of seen)
      expect([method, url, headers.cookie]).toEqual(["GET", "/me", "a=b"]);
  });

  it("posts JSON as a page of the app would, each time from another address", async () => {
    seen.length = 0;
    const post = { origin: "http://localhost:1", body: { name: "Ada ☕" } };
    const client = createClient({ port, path: "/sign-in", post }, 1);
    await client.run(30);
    client.close();
    const [first] = seen;
    expect(first?.headers).toMatchObject({ origin: post.origin, "content-type": "application/json" });
    expect(seen.map(({ method, body }) => [method, body])).toEqual(
      seen.map(() => ["POST", JSON.stringify(post.body)]),
    );
    const addresses = new Set(seen.map(({ headers }) => headers["x-forwarded-for"]));
    expect(addresses.size).toBeGreaterThan(1);
    for (const address of addresses) expect(address).toMatch(/^198\.18\.\d+\.\d+$/);
  });

  it("throws for an answer that is not 200", async () => {
    status = 401;
    const client = createClient({ port, path: "/me" }, 1);
    await expect(client.run(30)).rejects.toThrow("/me: HTTP/1.1 401");
    client.close();
    status = 200;
  });
});
