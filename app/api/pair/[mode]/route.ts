import { NextResponse } from "next/server";
import { isModeName } from "@/lib/auth/names";
import { probePair, revokeHalf } from "@/lib/pair/pair";
import { noContent, notFound } from "@/lib/web/api/answers";
import { publicRoute, timed, userRoute } from "@/lib/web/api/route";
import { toUser } from "@/lib/web/api/views";

export const dynamic = "force-dynamic";

/** The live probe. Its guard is the pair's own verifier, and its answer is what that verifier says. */
export const GET = publicRoute({}, async ({ runtime, request, params }) => {
  const { mode } = params;
  if (!isModeName(mode)) return notFound();
  const startedAt = performance.now();
  const { verification, trace } = await probePair(runtime, mode, request.headers);
  const { principal, ...rest } = verification.active ? verification : { principal: null, ...verification };
  const body = {
    ...rest,
    ...(principal && { principal: toUser(principal) }),
    checkedAt: new Date(),
    steps: trace.steps,
  };
  const response = NextResponse.json(body, { status: verification.active ? 200 : 401 });
  return timed(response, performance.now() - startedAt, mode, trace.reads);
});

export const DELETE = userRoute({}, async ({ runtime, request, params, current }) => {
  const { mode } = params;
  if (!isModeName(mode)) return notFound();
  const revoked = await revokeHalf(runtime, mode, current, request.headers);
  return revoked ? noContent() : notFound();
});
