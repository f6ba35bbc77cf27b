import { signOut } from "@/lib/accounts/sign-out";
import { noContent } from "@/lib/session/answers";
import { collectCookies } from "@/lib/session/collect-cookies";
import { publicRoute } from "@/lib/session/route";

export const dynamic = "force-dynamic";

export const POST = publicRoute({}, async ({ request }) => {
  const cookies = collectCookies();
  await signOut({ headers: request.headers, cookies });
  return cookies.into(noContent());
});
