import { type NextRequest, NextResponse } from "next/server";
import { pageAccess } from "@/lib/session/access";
import { admit } from "@/lib/session/admit";
import { type CollectedCookies, collectCookies } from "@/lib/session/collect-cookies";
import { reportFailure } from "@/lib/session/failures";
import { decide, type GateDecision } from "@/lib/session/gate";
import { contentSecurityPolicy, pageHeaders } from "@/lib/session/page-headers";
import { isSafe, isSameOrigin } from "@/lib/session/request-facts";
import { getRuntime, type Runtime } from "@/lib/session/runtime";

// The gate in front of every page: asks lib/session/gate and carries out what it says. Never the only guard.

export async function proxy(request: NextRequest): Promise<NextResponse> {
  try {
    const runtime = await getRuntime();
    const cookies = collectCookies();
    const response = await respond(request, runtime, cookies);
    for (const [name, value] of Object.entries(pageHeaders(runtime.config.origin)))
      response.headers.set(name, value);
    return cookies.into(response);
  } catch (error) {
    return unavailable(error);
  }
}

async function respond(
  request: NextRequest,
  runtime: Runtime,
  cookies: CollectedCookies,
): Promise<NextResponse> {
  const { pathname, search } = request.nextUrl;
  const { method, headers } = request;
  const facts = {
    method,
    path: `${pathname}${search}`,
    access: pageAccess(pathname),
    sameOrigin: isSameOrigin(headers, runtime.config.origin),
    isActionCall: method === "POST" && headers.has("next-action"),
  };
  const isForeign = !isSafe(method) && !facts.sameOrigin;
  const admission = isForeign
    ? { credential: "none" as const, headers }
    : await admit(runtime, { method, headers, refusalIsFinal: pathname === "/login" }, cookies);
  const decision = decide({ ...facts, credential: admission.credential });
  if ("clearCredentials" in decision && decision.clearCredentials) runtime.cookies.clearCredentials(cookies);
  return carryOut(decision, request, admission.headers, runtime);
}
function carryOut(
  decision: GateDecision,
  request: NextRequest,
  admitted: Headers,
  { config }: Runtime,
): NextResponse {
  switch (decision.kind) {
    case "cross-origin":
      return crossOrigin(request, config.origin);
    case "postpone":
      return new NextResponse(null, { status: 204, headers: { "cache-control": "private, no-store" } });
    case "redirect":
      return NextResponse.redirect(new URL(decision.to, config.origin), 303);
    case "pass":
      return pass(admitted, config.origin);
  }
}

function pass(admitted: Headers, origin: string): NextResponse {
  const nonce = crypto.randomUUID();
  const policy = contentSecurityPolicy(nonce, origin);
  const headers = new Headers(admitted);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

/** The store is down where the gate needs it: neither let in nor sent away. */
function unavailable(error: unknown): NextResponse {
  if (reportFailure(error).kind !== "unavailable") throw error;
  const text = "Coatcheck cannot reach its data right now. Please try again in a moment.\n";
  return new NextResponse(text, {
    status: 503,
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "private, no-store" },
  });
}

/** In words for somebody who opened the app under another name of this machine and pressed a button. */
function crossOrigin(request: NextRequest, origin: string): NextResponse {
  if (!request.headers.get("accept")?.includes("text/html"))
    return NextResponse.json({ error: "cross_origin" }, { status: 403 });
  const text = `This request did not come from a page of ${origin}. Open Coatcheck there and try again.\n`;
  return new NextResponse(text, { status: 403, headers: { "content-type": "text/plain; charset=utf-8" } });
}

export const config = {
  // Everything but build output, route handlers (each guards itself) and these public files, by full name:
  // a rule by extension would leave out pages whose path ends in ".png".
  matcher: ["/((?!_next/static/|_next/image$|api/|\\.well-known/|icon\\.svg$).*)"],
};
