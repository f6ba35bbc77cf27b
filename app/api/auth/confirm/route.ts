import { NextResponse } from "next/server";
import { REFUSALS } from "@/lib/accounts/own/own-account";
import { reauthenticate, reauthenticateSchema } from "@/lib/accounts/sign-in/reauthenticate";
import { invalidFields } from "@/lib/web/api/answers";
import { userRoute } from "@/lib/web/api/route";
import { toSignIn } from "@/lib/web/api/views";
import { collectCookies } from "@/lib/web/credentials/collect-cookies";

export const dynamic = "force-dynamic";

export const POST = userRoute({ body: reauthenticateSchema }, async ({ runtime, headers, body, current }) => {
  const cookies = collectCookies();
  const credentials = await reauthenticate(runtime, current, body.password, { headers, cookies });
  if (!credentials) return invalidFields({ password: REFUSALS.wrong_password });
  return cookies.into(NextResponse.json(toSignIn(current.mode, credentials)));
});
