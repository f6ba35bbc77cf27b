import { stopRun } from "@/lib/labs/runs/own";
import { noContent, notFound } from "@/lib/web/api/answers";
import { userRoute } from "@/lib/web/api/route";

export const dynamic = "force-dynamic";

export const POST = userRoute({}, async ({ runtime, params, current }) =>
  (await stopRun(runtime, String(params.id), current)) ? noContent() : notFound(),
);
