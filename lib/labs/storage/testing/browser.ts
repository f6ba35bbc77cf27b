import { request } from "node:http";
import type { Place } from "../../engine/server/sites";
import type { Site } from "../site";

// What a browser would send to a site of the lab, byte by byte, so that tests can also send what none would.

export interface SiteCall {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  /** In place of the site's own key. */
  key?: string;
  /** In place of the name and port that belong to the place. */
  host?: string;
}
export interface SiteResponse {
  status: number;
  text: string;
  cookies: string[];
  headers: Record<string, string | string[] | undefined>;
}

export function call(
  site: Site,
  place: Place,
  path: string,
  { method = "GET", headers = {}, body, key = site.key, host }: SiteCall = {},
): Promise<SiteResponse> {
  const { port, host: ownHost } = new URL(site.origins[place]);
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: "127.0.0.1",
        port,
        method,
        path: `/storage/${key}/${path}`,
        agent: false,
        // A browser takes more of an answer's headers than Node does.
        maxHeaderSize: 65_536,
        headers: {
          host: host ?? ownHost,
          ...(body === undefined ? {} : { "content-length": Buffer.byteLength(body) }),
          ...headers,
        },
      },
      async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk);
        resolve({
          status: response.statusCode ?? 0,
          text: Buffer.concat(chunks).toString("utf8"),
          cookies: response.headers["set-cookie"] ?? [],
          headers: response.headers,
        });
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}

/** The target's sign-in, as a `Cookie` header. */
export async function signedIn(site: Site): Promise<string> {
  const { cookies } = await call(site, "target", "start");
  return cookies.map((line) => line.split(";")[0]).join("; ");
}

/** `path`, with the ticket of the attempt as its page has it. */
export const ticketed = (site: Site, path: string, cell: string): string =>
  `${path}?ticket=${site.attempts.ticketOf(cell)}`;

export function report(site: Site, place: Place, cell: string, saw: object) {
  return call(site, place, "report", {
    method: "POST",
    body: JSON.stringify({ ticket: site.attempts.ticketOf(cell), saw }),
    headers: { origin: site.origins[place], "content-type": "application/json" },
  });
}

export const SAW = { read: "", status: null, text: "An opaque answer." };
