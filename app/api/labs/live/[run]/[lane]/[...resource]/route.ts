import { z } from "zod";
import { answerFromOutside } from "@/lib/labs/live";
import { publicRoute } from "@/lib/session/route";

export const dynamic = "force-dynamic";

// Public: the lab's own guard answers, and it accepts credentials of this run and lane only.

const body = z.record(z.string(), z.json());

export const GET = publicRoute({}, async ({ request, params }) => answerFromOutside(request, params, {}));
export const DELETE = publicRoute({}, async ({ request, params }) => answerFromOutside(request, params, {}));
export const POST = publicRoute({ body }, async ({ request, params, body: input }) =>
  answerFromOutside(request, params, input),
);
