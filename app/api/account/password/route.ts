import { changePassword, changePasswordSchema } from "@/lib/accounts/own/change-password";
import { REFUSALS } from "@/lib/accounts/own/own-account";
import { conflict, invalidFields, noContent } from "@/lib/web/api/answers";
import { userRoute } from "@/lib/web/api/route";
import { collectCookies } from "@/lib/web/credentials/collect-cookies";

export const dynamic = "force-dynamic";

export const POST = userRoute({ body: changePasswordSchema }, async ({ runtime, headers, body, current }) => {
  const cookies = collectCookies();
  const { refused } = await changePassword(runtime, current, body, { headers, cookies });
  if (refused === "wrong_password") return invalidFields({ currentPassword: REFUSALS.wrong_password });
  return refused ? conflict(refused) : cookies.into(noContent());
});
