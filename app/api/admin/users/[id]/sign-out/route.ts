import { NextResponse } from "next/server";
import { endSignInsOf } from "@/lib/accounts/admin-acts";
import { userRoute } from "@/lib/session/route";
import { refused } from "../../../refused";

export const dynamic = "force-dynamic";

export const POST = userRoute({}, async ({ current, params, headers }) => {
  const outcome = await endSignInsOf(current, String(params.id), headers);
  return outcome.refused ? refused(outcome.refused) : NextResponse.json({ revoked: outcome.ended });
});
