import { stopRun } from "@/lib/labs";
import { noContent, notFound } from "@/lib/session/answers";
import { userRoute } from "@/lib/session/route";

export const dynamic = "force-dynamic";

export const POST = userRoute({}, async ({ params, current }) =>
  (await stopRun(String(params.id), current)) ? noContent() : notFound(),
);
