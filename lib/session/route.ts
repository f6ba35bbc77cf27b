import "server-only";
import { unstable_rethrow } from "next/navigation";
import { type NextRequest, NextResponse } from "next/server";
import type { z } from "zod";
import { ThrottledError } from "@/lib/throttle/throttled-error";
import { authenticate, type SignedIn } from "./authenticate";
import { type Body, readBody } from "./body";
import { CREDENTIAL_COOKIES } from "./cookies";
import { reportFailure } from "./failures";
import { isSameOrigin } from "./request-facts";
import { getRuntime } from "./runtime";

// The one guard of route handlers. Every handler is `publicRoute` or `userRoute`; both check the origin of
// unsafe requests, read and validate the body, and turn every failure into the API's own answers. Next
// checks none of this for route handlers.

type NoBody = undefined;

interface PublicContext<B> {
  request: NextRequest;
  body: B;
  /** The dynamic parts of the path. */
  params: Readonly<Record<string, string | string[] | undefined>>;
}
interface UserContext<B> extends PublicContext<B> {
  current: SignedIn;
}

interface RouteOptions<S extends z.ZodType> {
  /** What the JSON body must be. Without it, a body is not read. */
  body?: S;
}
type RouteArguments = [
  request: NextRequest,
  context: { params: Promise<Record<string, string | string[] | undefined>> },
];
type RouteHandler = (...args: RouteArguments) => Promise<Response>;
type BodyOf<S> = S extends z.ZodType ? z.infer<S> : NoBody;

/** For the few handlers that anyone may call; each stands on the tests' explicit public list. */
export function publicRoute<S extends z.ZodType>(
  options: RouteOptions<S>,
  handler: (context: PublicContext<BodyOf<S>>) => Promise<NextResponse>,
): RouteHandler {
  return (request, { params }) =>
    answer(request, async () => {
      const body = await readBody(request, options.body);
      if (!body.ok) return body.response;
      return handler({ request, body: body.value as BodyOf<S>, params: await params });
    });
}

/** For all others: 401 unless the request carries a credential that the store, too, accepts. */
export function userRoute<S extends z.ZodType>(
  options: RouteOptions<S>,
  handler: (context: UserContext<BodyOf<S>>) => Promise<NextResponse>,
): RouteHandler {
  return (request, { params }) =>
    answer(request, async () => {
      const startedAt = performance.now();
      const authentication = await authenticate(request.headers);
      const milliseconds = performance.now() - startedAt;
      const response = authentication.signedIn
        ? await guarded(authentication.signedIn)
        : await unauthenticated(authentication.reason);
      const { signedIn, trace } = authentication;
      return timed(response, milliseconds, signedIn?.mode ?? "refused", trace.reads);

      async function guarded(current: SignedIn): Promise<NextResponse> {
        const body: Body<unknown> = await readBody(request, options.body);
        if (!body.ok) return body.response;
        return handler({ request, current, body: body.value as BodyOf<S>, params: await params });
      }
    });
}

/** Same-origin check, then the work, then what every answer has in common. */
async function answer(request: NextRequest, work: () => Promise<NextResponse>): Promise<NextResponse> {
  let response: NextResponse;
  try {
    response = (await refuseCrossOrigin(request)) ?? (await work());
  } catch (error) {
    unstable_rethrow(error);
    response = failure(error);
  }
  if (!response.headers.has("cache-control")) response.headers.set("cache-control", "private, no-store");
  return response;
}

const SAFE_METHODS = ["GET", "HEAD", "OPTIONS"];

/** A request that authenticates by header instead of cookie cannot be made by another site's page. */
async function refuseCrossOrigin({ method, headers }: NextRequest): Promise<NextResponse | null> {
  if (SAFE_METHODS.includes(method) || headers.has("authorization")) return null;
  const { config } = await getRuntime();
  return isSameOrigin(headers, config.origin)
    ? null
    : NextResponse.json({ error: "cross_origin" }, { status: 403 });
}

/** RFC 6750 §3. The same words whatever the cause; the cause is nobody's business but the log's. */
async function unauthenticated(reason: string): Promise<NextResponse> {
  const response = NextResponse.json(
    { error: "unauthenticated" },
    { status: 401, headers: { "www-authenticate": "Bearer" } },
  );
  if (reason === "conflict") {
    const { cookies } = await getRuntime();
    for (const kind of Object.values(CREDENTIAL_COOKIES)) response.cookies.set(cookies.clear(kind));
  }
  return response;
}

function failure(error: unknown): NextResponse {
  if (error instanceof ThrottledError) return tooManyRequests(error.retryAfterSeconds);
  const kind = reportFailure(error);
  if (kind === "overloaded") return unavailable(1);
  return kind === "unavailable" ? unavailable() : NextResponse.json({ error: "internal" }, { status: 500 });
}

const tooManyRequests = (seconds: number): NextResponse =>
  NextResponse.json(
    { error: "too_many_requests" },
    { status: 429, headers: { "retry-after": String(seconds) } },
  );

const unavailable = (retryAfterSeconds?: number): NextResponse =>
  NextResponse.json(
    { error: "unavailable" },
    { status: 503, ...(retryAfterSeconds && { headers: { "retry-after": String(retryAfterSeconds) } }) },
  );

/** Server-Timing: what the check cost this very request, as measured (milliseconds, store reads). */
export function timed(response: NextResponse, milliseconds: number, by: string, reads: number): NextResponse {
  const timing = `auth;dur=${milliseconds.toFixed(3)};desc="${by}", store;desc="${reads} reads"`;
  response.headers.set("server-timing", timing);
  return response;
}
