import { endDevice } from "@/lib/accounts/devices";
import { noContent, notFound } from "@/lib/session/answers";
import { collectCookies } from "@/lib/session/collect-cookies";
import { userRoute } from "@/lib/session/route";

export const dynamic = "force-dynamic";

export const DELETE = userRoute({}, async ({ headers, params, current }) => {
  const cookies = collectCookies();
  const ended = await endDevice(current, String(params.id), { headers, cookies });
  return ended ? cookies.into(noContent()) : notFound();
});
