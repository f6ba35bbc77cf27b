// A browser's worth of cookies over plain HTTP: what a person's other device, a program or a thief with a
// copied cookie would do. Sends the app's origin with unsafe requests, as a browser does.

import { randomInt } from "node:crypto";
import type { OutgoingHttpHeaders } from "node:http";
import type { BrowserContext } from "@playwright/test";
import { type Answer, send } from "./http";

const SAFE = ["GET", "HEAD", "OPTIONS"];

export interface CallOptions {
  /** Sent as `application/json`. */
  json?: unknown;
  body?: string | Buffer;
  /** In place of, or besides, the usual ones; null leaves one out. */
  headers?: Record<string, string | string[] | null>;
}

export class Client {
  readonly cookies = new Map<string, string>();

  /**
   * Where it calls from, as a proxy in front would tell: limits are per network, and hundreds of tests must not be
   * taken for one network. A server that trusts no proxy ignores it.
   */
  readonly address = `10.${[1, 2, 3].map(() => randomInt(256)).join(".")}`;

  constructor(readonly origin: string) {}

  /** Sends a request and keeps the cookies of the answer, as a browser would. */
  async call(method: string, path: string, options: CallOptions = {}): Promise<Answer> {
    const answer = await send(this.origin, method, path, {
      headers: this.headersFor(method, options),
      ...body(options),
    });
    for (const line of answer.setCookies) this.keep(line);
    return answer;
  }

  get(path: string, options?: CallOptions): Promise<Answer> {
    return this.call("GET", path, options);
  }

  post(path: string, json?: unknown): Promise<Answer> {
    return this.call("POST", path, json === undefined ? {} : { json });
  }

  /** A client with the same cookies at this moment: a copy that somebody took. */
  copy(): Client {
    const other = new Client(this.origin);
    for (const [name, value] of this.cookies) other.cookies.set(name, value);
    return other;
  }

  only(...names: string[]): Client {
    const other = new Client(this.origin);
    for (const name of names) {
      const value = this.cookies.get(name);
      if (value !== undefined) other.cookies.set(name, value);
    }
    return other;
  }

  /** Puts these cookies into a browser. */
  async into(context: BrowserContext): Promise<void> {
    const { hostname } = new URL(this.origin);
    const shared = { domain: hostname, path: "/", secure: true, httpOnly: true, sameSite: "Lax" } as const;
    await context.addCookies([...this.cookies].map(([name, value]) => ({ name, value, ...shared })));
  }

  /** The cookies a browser holds now. */
  static async from(context: BrowserContext, origin: string): Promise<Client> {
    const client = new Client(origin);
    for (const { name, value } of await context.cookies(origin)) client.cookies.set(name, value);
    return client;
  }

  private headersFor(method: string, options: CallOptions): OutgoingHttpHeaders {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers: Record<string, string | string[] | null> = {
      "x-forwarded-for": this.address,
      ...(cookie && { cookie }),
      ...(!SAFE.includes(method) && { origin: this.origin }),
      ...(options.json !== undefined && { "content-type": "application/json" }),
      ...options.headers,
    };
    return Object.fromEntries(
      Object.entries(headers).filter((entry) => entry[1] !== null),
    ) as OutgoingHttpHeaders;
  }

  private keep(line: string): void {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (!name) return;
    if (!value || /;\s*max-age=0\b/i.test(line)) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

function body({ json, body }: CallOptions): { body?: string | Buffer } {
  if (json !== undefined) return { body: JSON.stringify(json) };
  return body === undefined ? {} : { body };
}
