import { describe, expect, it } from "vitest";
import { clientAddress, headerRewriter, normaliseAddress, settlePrefetch } from "./client-address";

describe("clientAddress", () => {
  it.each<[string, string | undefined, number, string]>([
    ["203.0.113.9", undefined, 0, "203.0.113.9"],
    ["203.0.113.9", "1.1.1.1", 0, "203.0.113.9"],
    ["10.0.0.1", "1.1.1.1", 1, "1.1.1.1"],
    ["10.0.0.1", "6.6.6.6, 1.1.1.1", 1, "1.1.1.1"],
    ["10.0.0.1", "6.6.6.6, 1.1.1.1, 10.0.0.2", 2, "1.1.1.1"],
    ["10.0.0.1", "1.1.1.1", 3, "1.1.1.1"],
    ["10.0.0.1", undefined, 2, "10.0.0.1"],
    ["10.0.0.1", " , ", 1, "10.0.0.1"],
    ["10.0.0.1", "junk", 1, "10.0.0.1"],
    ["10.0.0.1", "6.6.6.6, junk, 10.0.0.2", 2, "10.0.0.2"],
    ["10.0.0.1", "1.1.1.1:5000", 1, "1.1.1.1"],
    ["10.0.0.1", "[2001:DB8::1]:5000", 1, "2001:db8::1"],
    ["::ffff:203.0.113.9", undefined, 0, "203.0.113.9"],
    ["::1", undefined, 0, "::1"],
    ["::1", "::ffff:1.2.3.4", 1, "1.2.3.4"],
  ])("from socket %s and %j with %i proxies is %4$s", (socket, header, proxies, address) => {
    expect(clientAddress(socket, header, proxies)).toBe(address);
  });

  it("is an address even when the socket is gone", () => {
    expect(clientAddress(undefined, undefined, 0)).toBe("0.0.0.0");
  });
});

describe("normaliseAddress", () => {
  it.each([
    ["2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1"],
    ["2001:DB8::1", "2001:db8::1"],
    ["fe80::1%eth0", "fe80::1"],
    ["::FFFF:0102:0304", "1.2.3.4"],
    ["::", "::"],
    ["unknown", null],
    ["_hidden", null],
    ["1.2.3", null],
    ["999.1.1.1", null],
    ["1.2.3.4.5", null],
    ["<script>", null],
    ["", null],
  ])("writes %s as %s", (entry, address) => {
    expect(normaliseAddress(entry)).toBe(address);
  });
});

describe("headerRewriter", () => {
  it("replaces everything a client says about itself and keeps the rest", () => {
    const headers: Record<string, string> = {
      host: "evil.example",
      cookie: "a=b",
      origin: "https://evil.example",
      "x-forwarded-for": "6.6.6.6",
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "gopher",
      "x-forwarded-port": "1",
      "x-forwarded-server": "evil",
      "x-forwarded-prefix": "/evil",
      "x-forwarded": "for=6.6.6.6",
      "x-forwarded-hop": "guess",
      forwarded: "for=6.6.6.6",
      "x-real-ip": "6.6.6.6",
      "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy",
      "x-middleware-rewrite": "/admin",
      "x-user-id": "admin",
      "x-username": "kept",
    };
    headerRewriter({ origin: "https://example.com", trustProxy: 0 })(headers, "::ffff:10.1.2.3");
    expect(headers).toEqual({
      host: "evil.example",
      cookie: "a=b",
      origin: "https://evil.example",
      "x-username": "kept",
      "x-forwarded-for": "10.1.2.3",
      "x-forwarded-host": "example.com",
      "x-forwarded-proto": "https",
      "x-forwarded-port": "443",
      "x-forwarded-hop": expect.any(String),
    });
  });

  it("names the origin's own port", () => {
    const headers: Record<string, string> = {};
    headerRewriter({ origin: "http://localhost:3000", trustProxy: 0 })(headers, "127.0.0.1");
    expect(headers).toMatchObject({ "x-forwarded-host": "localhost:3000", "x-forwarded-port": "3000" });
  });

  it("keeps the client's address when Next calls us with the headers of a request it had from us", () => {
    const rewrite = headerRewriter({ origin: "http://localhost:3000", trustProxy: 0 });
    const first: Record<string, string> = {};
    rewrite(first, "203.0.113.9");
    const second = { ...first };
    rewrite(second, "127.0.0.1");
    expect(second).toEqual(first);
    const foreign = { ...first };
    headerRewriter({ origin: "http://localhost:3000", trustProxy: 0 })(foreign, "127.0.0.1");
    expect(foreign["x-forwarded-for"]).toBe("127.0.0.1");
  });

  it("says that a request is our own only when it bears this process's mark", () => {
    const trust = { origin: "http://localhost:3000", trustProxy: 0 };
    const rewrite = headerRewriter(trust);
    const own: Record<string, string> = {};
    expect(rewrite(own, "203.0.113.9")).toBe(false);
    const mark = own["x-forwarded-hop"] ?? "";
    expect(rewrite({ ...own }, "127.0.0.1")).toBe(true);
    const another: Record<string, string> = {};
    headerRewriter(trust)(another, "127.0.0.1");
    for (const claimed of [
      another["x-forwarded-hop"],
      "",
      "undefined",
      mark.toUpperCase(),
      mark.slice(1),
      `${mark}, ${mark}`,
      `${mark} `,
    ]) {
      const headers: Record<string, string | undefined> = { "x-forwarded-hop": claimed };
      expect([claimed, rewrite(headers, "127.0.0.1")]).toEqual([claimed, false]);
      expect(headers["x-forwarded-hop"]).toBe(mark);
    }
    expect(rewrite({ ...own, "x-forwarded-for": "6.6.6.6" }, "127.0.0.1")).toBe(true);
  });
});

describe("settlePrefetch", () => {
  const settled = (method: string, sent: Record<string, string>, isOwn = false) => {
    const headers = { cookie: "a=b", ...sent };
    settlePrefetch(method, headers, isOwn);
    return headers;
  };
  const claims = { "next-router-prefetch": "1", "sec-purpose": "prefetch;prerender", purpose: "prefetch" };

  it.each(["GET", "HEAD"])(
    "%s: the router's and our own looking ahead is said in the browser's words",
    (method) => {
      const { "next-router-prefetch": router, ...browser } = claims;
      expect(settled(method, { "next-router-prefetch": router })).toMatchObject({ purpose: "prefetch" });
      expect(settled(method, {}, true)).toMatchObject({ purpose: "prefetch" });
      expect(settled(method, browser)).toEqual({ cookie: "a=b", ...browser });
      expect(settled(method, {})).toEqual({ cookie: "a=b" });
    },
  );

  it.each(["POST", "PUT", "PATCH", "DELETE", "OPTIONS", ""])(
    "%s looks ahead never, whoever says so",
    (method) => {
      for (const isOwn of [false, true]) expect(settled(method, claims, isOwn)).toEqual({ cookie: "a=b" });
    },
  );
});
