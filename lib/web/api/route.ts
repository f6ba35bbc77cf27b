import "server-only";
import { unstable_rethrow } from "next/navigation";
import { type NextRequest, NextResponse } from "next/server";
import type { z } from "zod";
import type { InactiveReason } from "@/lib/auth/contract";
import { reportFailure } from "@/lib/errors/failures";
import { isForeign, isSafe } from "@/lib/http/request/same-origin";
import type { SignedIn } from "@/lib/http/signed-in";
import { getRuntime, type Runtime } from "@/lib/runtime/runtime";
import { type Authentication, authenticate } from "../credentials/authenticate";
import { collectCookies } from "../credentials/collect-cookies";
import { spendWrite } from "../writes";
import { type Body, readBody } from "./body";

// The one guard of route handlers. Every handler is `publicRoute` or `userRoute`; both check the origin of
// unsafe requests, read and validate the body, and turn every failure into the API's own answers. Next
// checks none of this for route handlers.

type NoBody = undefined;

interface PublicContext<B> {
  /** What the app is made of: the first argument of what `lib` can do. */
  runtime: Runtime;
  request: NextRequest;
  /** The request's headers, with the cookies as they are after a renewal by the guard. */
  headers: Headers;
  body: B;
  /** The dynamic parts of the path. */
  params: Readonly<Record<string, string | string[] | undefined>>;
}
interface UserContext<B> extends PublicContext<B> {
  current: SignedIn;
}

type SignedInRequest = Extract<Authentication, { signedIn: SignedIn }>;

interface RouteOptions<S extends z.ZodType> {
  /** What the JSON body must be. Without it, a body is not read. */
  body?: S;
}
type Params = Promise<Record<string, string | string[] | undefined>>;
type RouteArguments = [request: NextRequest, context: { params: Params }];
type RouteHandler = (...args: RouteArguments) => Promise<Response>;
type BodyOf<S> = S extends z.ZodType ? z.infer<S> : NoBody;

/** For the few handlers that anyone may call; each stands on the tests' explicit public list. */
export function publicRoute<S extends z.ZodType>(
  options: RouteOptions<S>,
  handler: (context: PublicContext<BodyOf<S>>) => Promise<Response>,
): RouteHandler {
  return (request, { params }) =>
    answer(request, async (runtime) => {
      const body = await readBody(request, options.body);
      if (!body.ok) return body.response;
      const { headers } = request;
      return handler({ runtime, request, headers, body: body.value as BodyOf<S>, params: await params });
    });
}

/**
 * For all others: 401 unless the request carries a credential that the store, too, accepts. An access token whose
 * time is over is exchanged on the way, where the request brings a refresh token.
 */
export function userRoute<S extends z.ZodType>(
  options: RouteOptions<S>,
  handler: (context: UserContext<BodyOf<S>>) => Promise<Response>,
): RouteHandler {
  return (request, { params }) =>
    answer(request, async (runtime) => {
      const startedAt = performance.now();
      const renewed = collectCookies();
      const authentication = await authenticate(runtime, request, { renewal: renewed });
      const milliseconds = performance.now() - startedAt;
      const { signedIn, trace } = authentication;
      // A failure past this point is answered here: the exchange has happened, and its cookies must go out.
      let response: Response;
      try {
        response = authentication.signedIn
          ? await guarded(authentication, runtime, request, params, options, handler)
          : await unauthenticated(authentication.reason);
      } catch (error) {
        response = await failed(error);
      }
      return timed(renewed.beneath(response), milliseconds, signedIn?.mode ?? "refused", trace.reads);
    });
}

/** The handler's turn: somebody is signed in. */
async function guarded<S extends z.ZodType>(
  { signedIn: current, headers }: SignedInRequest,
  runtime: Runtime,
  request: NextRequest,
  params: Params,
  options: RouteOptions<S>,
  handler: (context: UserContext<BodyOf<S>>) => Promise<Response>,
): Promise<Response> {
  if (!isSafe(request.method)) spendWrite(runtime, headers, current.principal.userId);
  const body: Body<unknown> = await readBody(request, options.body);
  if (!body.ok) return body.response;
  return handler({
    runtime,
    request,
    headers,
    current,
    body: body.value as BodyOf<S>,
    params: await params,
  });
}

/** Same-origin check, then the work, then what every answer has in common. */
async function answer(
  request: NextRequest,
  work: (runtime: Runtime) => Promise<Response>,
): Promise<Response> {
  let response: Response;
  try {
    const runtime = await getRuntime();
    response = isForeign(request, runtime.config.origin) ? refusal("cross_origin", 403) : await work(runtime);
  } catch (error) {
    response = await failed(error);
  }
  if (!response.headers.has("cache-control")) response.headers.set("cache-control", "private, no-store");
  return response;
}

/** RFC 6750 §3. The same words whatever the cause; the cause is nobody's business but the log's. */
export async function unauthenticated(reason: InactiveReason): Promise<NextResponse> {
  const response = refusal("unauthenticated", 401);
  response.headers.set("www-authenticate", "Bearer");
  if (reason === "conflict") {
    const { cookies } = await getRuntime();
    cookies.clearCredentials(response.cookies);
  }
  return response;
}

/** The answer to whatever was thrown; what Next throws to itself is passed on. */
async function failed(error: unknown): Promise<NextResponse> {
  unstable_rethrow(error);
  const failure = reportFailure(error);
  switch (failure.kind) {
    case "throttled":
      return refusal("too_many_requests", 429, failure.retryAfterSeconds);
    case "account-closed":
      return unauthenticated("user_disabled");
    case "sign-in-ended":
      return unauthenticated("revoked");
    case "reauthentication-required":
      return refusal("reauthentication_required", 403);
    case "overloaded":
      return refusal("unavailable", 503, 1);
    case "unavailable":
      return refusal("unavailable", 503);
    case "internal":
      return refusal("internal", 500);
  }
}

function refusal(error: string, status: number, retryAfterSeconds?: number): NextResponse {
  const response = NextResponse.json({ error }, { status });
  if (retryAfterSeconds) response.headers.set("retry-after", String(retryAfterSeconds));
  return response;
}

/** Server-Timing: what the check cost this very request, as measured (milliseconds, store reads). */
export function timed(response: Response, milliseconds: number, by: string, reads: number): Response {
  const timing = `auth;dur=${milliseconds.toFixed(3)};desc="${by}", store;desc="${reads} reads"`;
  response.headers.set("server-timing", timing);
  return response;
}
