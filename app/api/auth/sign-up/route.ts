import { NextResponse } from "next/server";
import { signUp, signUpSchema } from "@/lib/accounts/sign-up";
import { collectCookies } from "@/lib/session/collect-cookies";
import { publicRoute } from "@/lib/session/route";
import { toUser } from "@/lib/session/views";

export const dynamic = "force-dynamic";

export const POST = publicRoute({ body: signUpSchema }, async ({ request, body }) => {
  const cookies = collectCookies();
  const result = await signUp(body, { headers: request.headers, cookies });
  if (!result) return NextResponse.json({ error: "address_taken" }, { status: 409 });
  return cookies.into(NextResponse.json({ user: toUser(result.user) }, { status: 201 }));
});
