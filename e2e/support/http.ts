// Plain HTTP as an attacker or a program would write it: every header and the path byte for byte, nothing
// added, no redirect followed. Knows nothing of the app.

import { Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from "node:http";

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  /** One raw `Set-Cookie` line each. */
  setCookies: string[];
  text: string;
}

export interface Sending {
  headers?: OutgoingHttpHeaders;
  body?: string | Buffer;
}

/** Connections are kept, so that hundreds of requests do not use up the machine's ports. */
const agent = new Agent({ keepAlive: true, maxSockets: 8 });

/** `path` goes out as it is: `//x` and `/a/../b` stay what they are. */
export function send(origin: string, method: string, path: string, sending: Sending = {}): Promise<Answer> {
  const { hostname, port } = new URL(origin);
  const { body } = sending;
  // Node frames the body of a GET or DELETE only when it is told its length.
  const framed = body === undefined || sending.headers?.["transfer-encoding"] !== undefined;
  const headers = { ...(!framed && { "content-length": Buffer.byteLength(body) }), ...sending.headers };
  return new Promise((resolve, reject) => {
    const call = request({ hostname, port, agent, method, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          setCookies: response.headers["set-cookie"] ?? [],
          text: Buffer.concat(chunks).toString("utf8"),
        }),
      );
    });
    call.on("error", reject);
    call.end(body);
  });
}

/** The body as JSON. Throws, with the text, when it is none. */
export function json<T = Record<string, unknown>>(answer: Answer): T {
  try {
    return JSON.parse(answer.text) as T;
  } catch {
    throw new Error(`Not JSON (${answer.status}): ${answer.text.slice(0, 200)}`);
  }
}
