import { NextResponse } from "next/server";
import { userRoute } from "@/lib/session/route";
import { changeSettings, getSettings } from "@/lib/settings";
import { settingsPatchSchema } from "@/lib/settings/settings-store";

export const dynamic = "force-dynamic";

export const GET = userRoute({}, async ({ current }) =>
  NextResponse.json(await getSettings(current.principal.userId)),
);

export const PATCH = userRoute({ body: settingsPatchSchema }, async ({ current, body, headers }) =>
  NextResponse.json(await changeSettings(current, body, headers)),
);
