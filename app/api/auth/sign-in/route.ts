import { NextResponse } from "next/server";
import { signIn, signInSchema } from "@/lib/accounts/sign-in/sign-in";
import { publicRoute } from "@/lib/web/api/route";
import { toSignIn, toUser } from "@/lib/web/api/views";
import { collectCookies } from "@/lib/web/credentials/collect-cookies";

export const dynamic = "force-dynamic";

export const POST = publicRoute({ body: signInSchema }, async ({ runtime, request, body }) => {
  const cookies = collectCookies();
  const result = await signIn(runtime, body, { headers: request.headers, cookies });
  if (!result) return NextResponse.json({ error: "invalid_credentials" }, { status: 401 });
  const { user, mode, credentials } = result;
  return cookies.into(NextResponse.json({ user: toUser(user), ...toSignIn(mode, credentials) }));
});
