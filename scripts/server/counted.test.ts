import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, expect, it } from "vitest";
import { metrics, startMetrics, stopMetrics } from "@/lib/log/metrics";
import { counted } from "./counted";

afterAll(stopMetrics);

it("requests are counted by what a client cannot make up", async () => {
  const server = createServer(
    counted((request, response) => void response.writeHead(Number(request.headers.status)).end()),
  );
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  const ask = (path: string, status: number, method = "GET") =>
    fetch(`http://127.0.0.1:${port}${path}`, { method, headers: { status: String(status) } });
  expect(metrics()).toBeUndefined();
  await ask("/api/ping", 200);
  await startMetrics();
  for (const path of ["/made-up-1", "/made-up-2?api/", "/api/nowhere", "/_next/static/x.js"])
    await ask(path, 404);
  await ask("/login", 303, "PROPFIND");
  server.close();
  const { body = "" } = (await metrics()?.text()) ?? {};
  const counts = body.split("\n").filter((line) => line.startsWith("coatcheck_http_request_seconds_count"));
  expect(counts.sort()).toEqual([
    'coatcheck_http_request_seconds_count{method="GET",kind="api",status="4xx"} 1',
    'coatcheck_http_request_seconds_count{method="GET",kind="asset",status="4xx"} 1',
    'coatcheck_http_request_seconds_count{method="GET",kind="page",status="4xx"} 2',
    'coatcheck_http_request_seconds_count{method="other",kind="page",status="3xx"} 1',
  ]);
});
