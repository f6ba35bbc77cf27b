import { type NextRequest, NextResponse } from "next/server";
import { z } from "zod";
import { clientInfo } from "@/lib/http/request/request-facts";
import type { JsonObject } from "@/lib/labs/contract";
import { LIVE_PATH } from "@/lib/labs/engine/server/lab-server";
import type { LabParts } from "@/lib/labs/parts";
import { answerFromOutside } from "@/lib/labs/runs/outside";
import { notFound } from "@/lib/web/api/answers";
import { publicRoute } from "@/lib/web/api/route";

export const dynamic = "force-dynamic";

// Public: the lab's own guard answers, and it accepts credentials of this run and lane only.

const body = z.record(z.string(), z.json());

export const GET = publicRoute({}, (context) => live(context, {}));
export const DELETE = publicRoute({}, (context) => live(context, {}));
export const POST = publicRoute({ body }, (context) => live(context, context.body));

interface Context {
  runtime: LabParts;
  request: NextRequest;
  params: Readonly<Record<string, string | string[] | undefined>>;
}

async function live({ runtime, request, params }: Context, input: JsonObject): Promise<Response> {
  const { run, lane, resource } = params;
  const path = `${LIVE_PATH}${[run, lane, resource].flat().join("/")}`;
  const answer = await answerFromOutside(runtime, path, {
    method: request.method,
    body: input,
    cookie: request.headers.get("cookie") ?? undefined,
    ...clientInfo(request.headers),
  });
  if (!answer) return notFound();
  if (answer === "too_many")
    return NextResponse.json(
      { error: "too_many_requests" },
      { status: 429, headers: { "retry-after": "1" } },
    );
  const response = NextResponse.json(answer.body, { status: answer.status });
  for (const line of answer.setCookie) response.headers.append("set-cookie", line);
  response.headers.set("server-timing", answer.timing);
  return response;
}
