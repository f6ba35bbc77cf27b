import { NextResponse } from "next/server";
import { z } from "zod";
import { labOf, startRun } from "@/lib/labs";
import { userRoute } from "@/lib/session/route";

export const dynamic = "force-dynamic";

const body = z.object({
  params: z.record(z.string(), z.unknown()).default({}),
  predictions: z.record(z.string(), z.unknown()).default({}),
});

const STATUS = { invalid: 400, busy: 409, full: 503 } as const;

export const POST = userRoute(
  { body },
  async ({ params, body: { params: chosen, predictions }, current }) => {
    const lab = await labOf(String(params.lab));
    if (!lab) return NextResponse.json({ error: "not_found" }, { status: 404 });
    const result = await startRun(lab.name, chosen, predictions, current);
    if ("refused" in result) {
      const { refused, message, fields, runId } = result;
      const error = { invalid: "invalid_request", busy: "run_going_on", full: "labs_full" }[refused];
      return NextResponse.json(
        { error, message, ...(fields ? { fields } : {}), ...(runId ? { runId } : {}) },
        { status: STATUS[refused] },
      );
    }
    return NextResponse.json({ id: result.id, url: `/labs/${lab.name}/runs/${result.id}` }, { status: 201 });
  },
);
