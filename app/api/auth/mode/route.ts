import { NextResponse } from "next/server";
import { switchMode, switchModeSchema } from "@/lib/accounts/switch-mode";
import { collectCookies } from "@/lib/session/collect-cookies";
import { userRoute } from "@/lib/session/route";
import { toSignIn } from "@/lib/session/views";

export const dynamic = "force-dynamic";

export const POST = userRoute({ body: switchModeSchema }, async ({ headers, body, current }) => {
  const cookies = collectCookies();
  const { signIn } = await switchMode(current, body.mode, { headers, cookies });
  return cookies.into(NextResponse.json(toSignIn(body.mode, signIn)));
});
