import { z } from "zod";
import { actOnRun } from "@/lib/labs";
import { noContent, notFound } from "@/lib/session/answers";
import { userRoute } from "@/lib/session/route";

export const dynamic = "force-dynamic";

const body = z.record(z.string(), z.json());

export const POST = userRoute({ body }, async ({ params, body: input, current }) =>
  (await actOnRun(String(params.id), String(params.act), input, current)) ? noContent() : notFound(),
);
