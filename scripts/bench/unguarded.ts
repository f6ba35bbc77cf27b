// In place of the data access layer's door: the same page for the same person, but nobody asks who that is.

import "server-only";
import { connection } from "next/server";
import { createTrace } from "@/lib/auth/trace";
import { getRuntime } from "@/lib/runtime/runtime";
import type * as dal from "@/lib/web/dal";

export const requireUser: typeof dal.requireUser = async () => {
  await connection();
  const { accounts, auth, settings } = await getRuntime();
  const account = await accounts.findByEmail("alice@example.com");
  if (!account) throw new Error("There is no Alice.");
  const { principal } = account;
  const now = new Date();
  return {
    principal,
    mode: "session",
    token: "",
    trace: createTrace(),
    sessionId: SESSION_ID,
    issuedAt: now,
    authenticatedAt: now,
    expiresAt: now,
    guarantees: auth.modes.session.guarantees(await settings.get(principal.userId)),
  };
};

export { readAccount } from "@/lib/web/dal";

const SESSION_ID = "none" as Awaited<ReturnType<typeof dal.requireUser>>["sessionId"];
