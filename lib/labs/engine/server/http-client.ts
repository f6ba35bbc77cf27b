import "server-only";
import { Agent, request as httpRequest, type IncomingMessage } from "node:http";
import { z } from "zod";
import type { JsonObject } from "../../contract";
import { LOOPBACK } from "./loopback";

// Sends the labs' requests: plain HTTP over the loopback interface, connections kept alive as a browser keeps them.

export interface HttpRequest {
  method: string;
  path: string;
  cookie: string;
  userAgent: string;
  body?: JsonObject | undefined;
}
export interface HttpAnswer {
  status: number;
  body: JsonObject;
  setCookie: string[];
  /** From `Server-Timing`: store reads of the check. */
  reads: number;
}

const TIMEOUT_MS = 10_000;
const agent = new Agent({ keepAlive: true, maxSockets: 256, maxFreeSockets: 256 });
const jsonObject = z.record(z.string(), z.json());

/** Rejects when nothing comes for so long. */
export function sendHttp(
  port: number,
  { method, path, cookie, userAgent, body }: HttpRequest,
  timeoutMs = TIMEOUT_MS,
): Promise<HttpAnswer> {
  const payload = body === undefined ? undefined : JSON.stringify(body);
  const headers = {
    "user-agent": userAgent,
    ...(cookie ? { cookie } : {}),
    ...(payload ? { "content-type": "application/json", "content-length": Buffer.byteLength(payload) } : {}),
  };
  return new Promise((resolve, reject) => {
    const options = { host: LOOPBACK, port, method, path, headers, agent, timeout: timeoutMs };
    const sent = httpRequest(options, (response) => read(response).then(resolve, reject));
    sent.on("timeout", () => sent.destroy(new Error("The lab server did not answer in time.")));
    sent.on("error", reject);
    sent.end(payload);
  });
}

async function read(response: IncomingMessage): Promise<HttpAnswer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  const reads = /store;desc="(\d+) reads"/.exec(String(response.headers["server-timing"] ?? ""))?.[1];
  return {
    status: response.statusCode ?? 0,
    body: jsonObject.parse(JSON.parse(Buffer.concat(chunks).toString("utf8"))),
    setCookie: response.headers["set-cookie"] ?? [],
    reads: Number(reads ?? 0),
  };
}
