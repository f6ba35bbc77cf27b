import { NextResponse } from "next/server";
import { endSignInsOf } from "@/lib/accounts/admin/acts";
import { userRoute } from "@/lib/web/api/route";
import { refused } from "../../../refused";

export const dynamic = "force-dynamic";

export const POST = userRoute({}, async ({ runtime, current, params, headers }) => {
  const outcome = await endSignInsOf(runtime, current, String(params.id), headers);
  return outcome.refused ? refused(outcome.refused) : NextResponse.json({ revoked: outcome.ended });
});
