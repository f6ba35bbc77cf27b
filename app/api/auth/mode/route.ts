import { NextResponse } from "next/server";
import { switchMode, switchModeSchema } from "@/lib/accounts/own/switch-mode";
import { userRoute } from "@/lib/web/api/route";
import { toSignIn } from "@/lib/web/api/views";
import { collectCookies } from "@/lib/web/credentials/collect-cookies";

export const dynamic = "force-dynamic";

export const POST = userRoute({ body: switchModeSchema }, async ({ runtime, headers, body, current }) => {
  const cookies = collectCookies();
  const { signIn } = await switchMode(runtime, current, body.mode, { headers, cookies });
  return cookies.into(NextResponse.json(toSignIn(body.mode, signIn)));
});
