import { signOut } from "@/lib/accounts/sign-ins/sign-out";
import { noContent } from "@/lib/web/api/answers";
import { publicRoute } from "@/lib/web/api/route";
import { collectCookies } from "@/lib/web/credentials/collect-cookies";

export const dynamic = "force-dynamic";

export const POST = publicRoute({}, async ({ runtime, request }) => {
  const cookies = collectCookies();
  await signOut(runtime, { headers: request.headers, cookies });
  return cookies.into(noContent());
});
