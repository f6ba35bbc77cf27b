import { changePassword, changePasswordSchema } from "@/lib/accounts/change-password";
import { REFUSALS } from "@/lib/accounts/own-account";
import { conflict, invalidFields, noContent } from "@/lib/session/answers";
import { collectCookies } from "@/lib/session/collect-cookies";
import { userRoute } from "@/lib/session/route";

export const dynamic = "force-dynamic";

export const POST = userRoute({ body: changePasswordSchema }, async ({ headers, body, current }) => {
  const cookies = collectCookies();
  const { refused } = await changePassword(current, body, { headers, cookies });
  if (refused === "wrong_password") return invalidFields({ currentPassword: REFUSALS.wrong_password });
  return refused ? conflict(refused) : cookies.into(noContent());
});
