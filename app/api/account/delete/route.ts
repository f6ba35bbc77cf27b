import { deleteAccount } from "@/lib/accounts/own/delete-account";
import { REFUSALS } from "@/lib/accounts/own/own-account";
import { reauthenticateSchema } from "@/lib/accounts/sign-in/reauthenticate";
import { conflict, invalidFields, noContent } from "@/lib/web/api/answers";
import { userRoute } from "@/lib/web/api/route";
import { collectCookies } from "@/lib/web/credentials/collect-cookies";

export const dynamic = "force-dynamic";

export const POST = userRoute({ body: reauthenticateSchema }, async ({ runtime, headers, body, current }) => {
  const cookies = collectCookies();
  const { refused } = await deleteAccount(runtime, current, body, { headers, cookies });
  if (refused === "wrong_password") return invalidFields({ password: REFUSALS.wrong_password });
  return refused ? conflict(refused) : cookies.into(noContent());
});
