import { NextResponse } from "next/server";
import { exportRun } from "@/lib/labs/export";
import { invalidFields, notFound } from "@/lib/session/answers";
import { userRoute } from "@/lib/session/route";

export const dynamic = "force-dynamic";

/** `?format=json` or `svg`. */
export const GET = userRoute({}, async ({ request, params, current }) => {
  const exported = await exportRun(
    String(params.id),
    request.nextUrl.searchParams.get("format") ?? "json",
    current,
  );
  if (exported === "unknown_format") return invalidFields({ format: "json or svg" });
  if (!exported) return notFound();
  return new NextResponse(exported.content, {
    headers: {
      "content-type": exported.type,
      "content-disposition": `attachment; filename="${exported.fileName}"`,
    },
  });
});
