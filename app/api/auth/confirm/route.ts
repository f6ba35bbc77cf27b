import { NextResponse } from "next/server";
import { REFUSALS } from "@/lib/accounts/own-account";
import { reauthenticate, reauthenticateSchema } from "@/lib/accounts/reauthenticate";
import { invalidFields } from "@/lib/session/answers";
import { collectCookies } from "@/lib/session/collect-cookies";
import { userRoute } from "@/lib/session/route";
import { toSignIn } from "@/lib/session/views";

export const dynamic = "force-dynamic";

export const POST = userRoute({ body: reauthenticateSchema }, async ({ headers, body, current }) => {
  const cookies = collectCookies();
  const credentials = await reauthenticate(current, body.password, { headers, cookies });
  if (!credentials) return invalidFields({ password: REFUSALS.wrong_password });
  return cookies.into(NextResponse.json(toSignIn(current.mode, credentials)));
});
