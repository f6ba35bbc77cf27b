import { endDevice } from "@/lib/accounts/sign-ins/devices";
import { noContent, notFound } from "@/lib/web/api/answers";
import { userRoute } from "@/lib/web/api/route";
import { collectCookies } from "@/lib/web/credentials/collect-cookies";

export const dynamic = "force-dynamic";

export const DELETE = userRoute({}, async ({ runtime, headers, params, current }) => {
  const cookies = collectCookies();
  const ended = await endDevice(runtime, current, String(params.id), { headers, cookies });
  return ended ? cookies.into(noContent()) : notFound();
});
