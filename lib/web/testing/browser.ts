import { NextRequest } from "next/server";
import type { ModeName, Principal } from "@/lib/auth/contract";
import type { Cookie, CookieKind, CookieWriter } from "@/lib/http/cookies/cookies";
import { clientInfo } from "@/lib/http/request/request-facts";
import { ORIGIN, type TestApp } from "./app";

// A browser as far as the server can tell: it keeps cookies, sends them with every request, and says which
// page a request comes from.

type Params = Record<string, string | string[] | undefined>;
export type Handler = (
  request: NextRequest,
  context: { params: Promise<Params> },
) => Response | Promise<Response>;

export interface RequestOptions {
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is, instead of `body`. */
  raw?: BodyInit;
  headers?: Record<string, string>;
  params?: Params;
  path?: string;
}

export interface Answer {
  status: number;
  headers: Headers;
  /** An empty object when there is no body, or one that is no JSON. */
  json: Record<string, unknown>;
  setCookies: string[];
}

export class Browser implements CookieWriter {
  jar = new Map<string, string>();
  readonly headers: Record<string, string>;

  constructor(headers: Record<string, string> = {}) {
    this.headers = { origin: ORIGIN, "x-forwarded-for": "192.0.2.1", "user-agent": "Test/1.0", ...headers };
  }

  async send(handler: Handler, method: string, options: RequestOptions = {}): Promise<Answer> {
    const request = new NextRequest(`${ORIGIN}${options.path ?? "/"}`, {
      method,
      headers: this.requestHeaders(options),
      ...(options.raw !== undefined && { body: options.raw, duplex: "half" }),
      ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
    });
    const response = await handler(request, { params: Promise.resolve(options.params ?? {}) });
    const setCookies = response.headers.getSetCookie();
    for (const line of setCookies) this.take(line);
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") ?? false;
    return {
      status: response.status,
      headers: response.headers,
      setCookies,
      json: text && isJson ? JSON.parse(text) : {},
    };
  }

  /** Takes a credential of the app's own, as a sign-in would set it. Returns the token. */
  async signIn({ runtime }: TestApp, principal: Principal, mode: ModeName): Promise<string> {
    const policy = await runtime.settings.get(principal.userId);
    const issued = await runtime.auth.modes[mode].issue(
      principal,
      clientInfo(this.requestHeaders({})),
      policy,
    );
    runtime.cookies.setCredentials(this, mode, issued);
    return issued.token;
  }

  cookie({ runtime }: TestApp, kind: CookieKind): string | undefined {
    return this.jar.get(runtime.cookies.name(kind));
  }

  set({ name, value, maxAge }: Cookie): void {
    if (maxAge > 0) this.jar.set(name, value);
    else this.jar.delete(name);
  }

  requestHeaders({ headers, body }: RequestOptions): Headers {
    const result = new Headers({
      ...this.headers,
      ...(body !== undefined && { "content-type": "application/json" }),
    });
    const cookie = [...this.jar].map(([name, value]) => `${name}=${value}`).join("; ");
    if (cookie) result.set("cookie", cookie);
    for (const [name, value] of Object.entries(headers ?? {})) {
      if (value) result.set(name, value);
      else result.delete(name);
    }
    return result;
  }

  private take(line: string): void {
    const [pair = "", ...attributes] = line.split("; ");
    const [name = "", value = ""] = pair.split("=");
    if (attributes.includes("Max-Age=0")) this.jar.delete(name);
    else this.jar.set(name, value);
  }
}
