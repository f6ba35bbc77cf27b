import { NextResponse } from "next/server";
import { accountChangeSchema, changeAccount } from "@/lib/accounts/admin/acts";
import { userRoute } from "@/lib/web/api/route";
import { refused } from "../../refused";

export const dynamic = "force-dynamic";

export const PATCH = userRoute(
  { body: accountChangeSchema },
  async ({ runtime, current, body, params, headers }) => {
    const outcome = await changeAccount(runtime, current, String(params.id), body, headers);
    return outcome.refused ? refused(outcome.refused) : NextResponse.json({ user: outcome.user });
  },
);
