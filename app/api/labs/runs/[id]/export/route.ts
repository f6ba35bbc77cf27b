import { NextResponse } from "next/server";
import { labOf } from "@/lib/labs/runs/labs";
import { getRun } from "@/lib/labs/runs/read";
import { invalidFields, notFound } from "@/lib/web/api/answers";
import { userRoute } from "@/lib/web/api/route";
import { fileFormat } from "./files";

export const dynamic = "force-dynamic";

/** `?format=json` or `svg`. */
export const GET = userRoute({}, async ({ runtime, request, params, current }) => {
  const name = request.nextUrl.searchParams.get("format") ?? "json";
  const format = fileFormat(name);
  if (!format) return invalidFields({ format: "json or svg" });
  const run = await getRun(runtime, String(params.id), current);
  const lab = run && labOf(runtime, run.lab);
  if (!lab) return notFound();
  const address = `${runtime.config.origin}/labs/${run.lab}/runs/${run.id}`;
  return new NextResponse(format.write({ lab, run, address }), {
    headers: {
      "content-type": format.type,
      "content-disposition": `attachment; filename="coatcheck-${run.lab}-${run.id}.${name}"`,
    },
  });
});
