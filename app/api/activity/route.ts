import { NextResponse } from "next/server";
import { activityListing, listActivity } from "@/lib/audit";
import { activityFilterSchema } from "@/lib/audit/query";
import { cursorTo, readPage } from "@/lib/web/api/paging";
import { readQuery } from "@/lib/web/api/query";
import { userRoute } from "@/lib/web/api/route";

export const dynamic = "force-dynamic";

/** One's own audit trail; an admin may name another person or everyone (`user`). */
export const GET = userRoute({}, async ({ runtime, request, current }) => {
  const filter = readQuery(request, activityFilterSchema);
  if (!filter.ok) return filter.response;
  const page = await readPage(request, activityListing);
  if (!page.ok) return page.response;
  const { events, next } = await listActivity(runtime, current, filter.value, page.value);
  return NextResponse.json({ events, next: await cursorTo(activityListing, next) });
});
