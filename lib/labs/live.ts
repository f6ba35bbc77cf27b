import "server-only";
import { NextResponse } from "next/server";
import { notFound } from "@/lib/session/answers";
import { clientInfo } from "@/lib/session/request-facts";
import type { JsonObject } from "./contract";
import { LIVE_PATH, parseLivePath, serverTiming } from "./engine/lab-server";
import { presentRegistry } from "./engine/run-registry";

// The labs' server at the app's own origin: the same addresses, the same handler, for requests that people repeat
// by hand.

type Params = Readonly<Record<string, string | string[] | undefined>>;

export async function answerFromOutside(
  request: Request,
  { run, lane, resource }: Params,
  body: JsonObject,
): Promise<Response> {
  const path = [run, lane, ...(Array.isArray(resource) ? resource : [resource])].join("/");
  const target = parseLivePath(`${LIVE_PATH}${path}`);
  const registry = await presentRegistry();
  const answer =
    target &&
    (await registry?.answerOutside(target.runId, {
      method: request.method,
      ...{ lane: target.lane, resource: target.resource, body },
      cookie: request.headers.get("cookie") ?? undefined,
      ...clientInfo(request.headers),
    }));
  if (!answer) return notFound();
  if (answer === "too_many")
    return NextResponse.json(
      { error: "too_many_requests" },
      { status: 429, headers: { "retry-after": "1" } },
    );
  const response = NextResponse.json(answer.body, { status: answer.status });
  for (const line of answer.setCookie) response.headers.append("set-cookie", line);
  response.headers.set("server-timing", serverTiming(answer));
  return response;
}
