import { deleteAccount } from "@/lib/accounts/delete-account";
import { REFUSALS } from "@/lib/accounts/own-account";
import { reauthenticateSchema } from "@/lib/accounts/reauthenticate";
import { conflict, invalidFields, noContent } from "@/lib/session/answers";
import { collectCookies } from "@/lib/session/collect-cookies";
import { userRoute } from "@/lib/session/route";

export const dynamic = "force-dynamic";

export const POST = userRoute({ body: reauthenticateSchema }, async ({ headers, body, current }) => {
  const cookies = collectCookies();
  const { refused } = await deleteAccount(current, body, { headers, cookies });
  if (refused === "wrong_password") return invalidFields({ password: REFUSALS.wrong_password });
  return refused ? conflict(refused) : cookies.into(noContent());
});
