import { type NextRequest, NextResponse } from "next/server";
import { reportFailure } from "@/lib/errors/failures";
import { crossOriginText, isSafe, isSameOrigin } from "@/lib/http/request/same-origin";
import { contentSecurityPolicy, LINK_HEADERS } from "@/lib/http/security-headers";
import { getRuntime, type Runtime } from "@/lib/runtime/runtime";
import { type CollectedCookies, collectCookies } from "@/lib/web/credentials/collect-cookies";
import { pageAccess } from "@/lib/web/gate/access";
import { admit } from "@/lib/web/gate/admit";
import { decide, type GateDecision } from "@/lib/web/gate/gate";
import { spendFormWrite } from "@/lib/web/writes";

// The gate in front of every page: asks lib/web/gate and carries out what it says. Never the only guard.

export async function proxy(request: NextRequest): Promise<NextResponse> {
  try {
    const runtime = await getRuntime();
    const cookies = collectCookies();
    const response = await respond(request, runtime, cookies);
    // Pages carry somebody's name: neither a shared cache nor the browser's may keep them.
    response.headers.set("cache-control", "private, no-store");
    if (pageAccess(request.nextUrl.pathname) === "by-link")
      for (const [name, value] of Object.entries(LINK_HEADERS)) response.headers.set(name, value);
    return cookies.into(response);
  } catch (error) {
    return failed(error);
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
  if (!isSafe(method) && !isForeign) await spendFormWrite(runtime, headers);
  const admission = isForeign
    ? { credential: "none" as const, headers }
    : await admit(
        runtime,
        {
          method,
          headers,
          refusalIsFinal: pathname === "/login",
          clearRefused: facts.access === "public" || facts.isActionCall,
        },
        cookies,
      );
  const decision = decide({ ...facts, credential: admission.credential });
  if ("clearCredentials" in decision && decision.clearCredentials) runtime.cookies.clearCredentials(cookies);
  return carryOut(decision, admission.headers, runtime);
}

function carryOut(decision: GateDecision, admitted: Headers, { config }: Runtime): NextResponse {
  switch (decision.kind) {
    case "cross-origin":
      return plain(403, crossOriginText(config.origin));
    case "postpone":
      return new NextResponse(null, { status: 204 });
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

/** Neither let in nor sent away: the store is down where the gate needs it, or this client has done too much. */
function failed(error: unknown): NextResponse {
  const failure = reportFailure(error);
  switch (failure.kind) {
    case "throttled": {
      const response = plain(429, TOO_MUCH);
      response.headers.set("retry-after", String(failure.retryAfterSeconds));
      return response;
    }
    case "unavailable":
      return plain(503, UNAVAILABLE);
    default:
      throw error;
  }
}

const TOO_MUCH = "Too many requests came from you or your network. Please try again in a few minutes.\n";
const UNAVAILABLE = "Coatcheck cannot reach its data right now. Please try again in a moment.\n";

function plain(status: number, text: string): NextResponse {
  const headers = { "content-type": "text/plain; charset=utf-8", "cache-control": "private, no-store" };
  return new NextResponse(text, { status, headers });
}

export const config = {
  // Everything but build output, route handlers (each guards itself) and these public files, by full name:
  // a rule by extension would leave out pages whose path ends in ".png".
  matcher: ["/((?!_next/static/|_next/image$|api/|\\.well-known/|icon\\.svg$|metrics$).*)"],
};
