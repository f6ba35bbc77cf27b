import { NextResponse } from "next/server";
import { exportActivity } from "@/lib/audit";
import { exportQuerySchema } from "@/lib/audit/query";
import { readQuery } from "@/lib/web/api/query";
import { userRoute } from "@/lib/web/api/route";

export const dynamic = "force-dynamic";

/** The audit trail as a file to keep. */
export const GET = userRoute({}, async ({ runtime, request, current }) => {
  const query = readQuery(request, exportQuerySchema);
  if (!query.ok) return query.response;
  const { contentType, fileName, body } = await exportActivity(runtime, current, query.value);
  const headers = {
    "content-type": contentType,
    "content-disposition": `attachment; filename="${fileName}"`,
  };
  return new NextResponse(body, { headers });
});
