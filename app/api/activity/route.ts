import { NextResponse } from "next/server";
import { listActivity } from "@/lib/audit";
import { activityQuerySchema } from "@/lib/audit/query";
import { readQuery } from "@/lib/session/query";
import { userRoute } from "@/lib/session/route";

export const dynamic = "force-dynamic";

/** One's own audit trail; an admin may name another person or everyone (`user`). */
export const GET = userRoute({}, async ({ request, current }) => {
  const query = readQuery(request, activityQuerySchema);
  return query.ok ? NextResponse.json(await listActivity(current, query.value)) : query.response;
});
