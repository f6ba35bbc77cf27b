import { z } from "zod";
import { actOnRun } from "@/lib/labs/runs/own";
import { noContent, notFound } from "@/lib/web/api/answers";
import { userRoute } from "@/lib/web/api/route";

export const dynamic = "force-dynamic";

const body = z.record(z.string(), z.json());

export const POST = userRoute({ body }, async ({ runtime, params, body: input, current }) =>
  (await actOnRun(runtime, String(params.id), String(params.act), input, current)) ? noContent() : notFound(),
);
