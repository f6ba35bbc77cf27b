import { NextResponse } from "next/server";
import { signUp, signUpSchema } from "@/lib/accounts/sign-in/sign-up";
import { publicRoute } from "@/lib/web/api/route";
import { toUser } from "@/lib/web/api/views";
import { collectCookies } from "@/lib/web/credentials/collect-cookies";

export const dynamic = "force-dynamic";

export const POST = publicRoute({ body: signUpSchema }, async ({ runtime, request, body }) => {
  const cookies = collectCookies();
  const result = await signUp(runtime, body, { headers: request.headers, cookies });
  if (!result) return NextResponse.json({ error: "address_taken" }, { status: 409 });
  return cookies.into(NextResponse.json({ user: toUser(result.user) }, { status: 201 }));
});
