import { NextResponse } from "next/server";
import { changeSettings } from "@/lib/accounts/own/change-settings";
import { settingsPatchSchema } from "@/lib/settings/schema";
import { userRoute } from "@/lib/web/api/route";

export const dynamic = "force-dynamic";

export const GET = userRoute({}, async ({ runtime, current }) =>
  NextResponse.json(await runtime.settings.get(current.principal.userId)),
);

export const PATCH = userRoute({ body: settingsPatchSchema }, async ({ runtime, current, body, headers }) =>
  NextResponse.json(await changeSettings(runtime, current, body, headers)),
);
