import { NextResponse } from "next/server";
import { signIn, signInSchema } from "@/lib/accounts/sign-in";
import { collectCookies } from "@/lib/session/collect-cookies";
import { publicRoute } from "@/lib/session/route";
import { toSignIn, toUser } from "@/lib/session/views";

export const dynamic = "force-dynamic";

export const POST = publicRoute({ body: signInSchema }, async ({ request, body }) => {
  const cookies = collectCookies();
  const result = await signIn(body, { headers: request.headers, cookies });
  if (!result) return NextResponse.json({ error: "invalid_credentials" }, { status: 401 });
  const { user, mode, credentials } = result;
  return cookies.into(NextResponse.json({ user: toUser(user), ...toSignIn(mode, credentials) }));
});
