import { type NextRequest, NextResponse } from "next/server";
import { pageAccess } from "@/lib/session/access";
import { presentedCredential } from "@/lib/session/credential";
import { decide, type GateDecision, type GateRequest } from "@/lib/session/gate";
import { contentSecurityPolicy, pageHeaders } from "@/lib/session/page-headers";
import { isSameOrigin } from "@/lib/session/request-facts";
import { getRuntime, type Runtime } from "@/lib/session/runtime";

// The gate in front of every page: asks lib/session/gate and carries out what it says. Never the only guard.

export async function proxy(request: NextRequest): Promise<NextResponse> {
  const runtime = await getRuntime();
  const decision = decide(await describe(request, runtime));
  const response = respond(decision, request, runtime);
  for (const [name, value] of Object.entries(pageHeaders(runtime.config.origin)))
    response.headers.set(name, value);
  if (decision.kind !== "cross-origin" && decision.clearCredentials)
    runtime.cookies.clearCredentials(response.cookies);
  return response;
}

async function describe(request: NextRequest, runtime: Runtime): Promise<GateRequest> {
  const { pathname, search } = request.nextUrl;
  return {
    method: request.method,
    path: `${pathname}${search}`,
    access: pageAccess(pathname),
    credential: await decode(request.headers, runtime),
    sameOrigin: isSameOrigin(request.headers, runtime.config.origin),
    isActionCall: request.method === "POST" && request.headers.has("next-action"),
  };
}

async function decode(headers: Headers, { auth, cookies }: Runtime): Promise<GateRequest["credential"]> {
  const presented = presentedCredential(headers, auth, cookies);
  if (presented.kind !== "one") return presented.kind;
  const decoded = await auth.modes[presented.mode].decode(presented.token);
  return decoded.ok ? "plausible" : "refused";
}

function respond(decision: GateDecision, request: NextRequest, { config }: Runtime): NextResponse {
  if (decision.kind === "cross-origin") return crossOrigin(request, config.origin);
  if (decision.kind === "redirect") return NextResponse.redirect(new URL(decision.to, config.origin), 303);
  const nonce = crypto.randomUUID();
  const policy = contentSecurityPolicy(nonce, config.origin);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
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
