// A browser of the tests: holds cookies, is signed in to an account of its own, and presses buttons.

import type { ModeName } from "@/lib/auth/contract";
import { newId } from "@/lib/auth/random";
import { createTrace } from "@/lib/auth/trace";
import type { Cookie } from "@/lib/http/cookies/cookies";
import type { SignedIn } from "@/lib/http/signed-in";
import { getRuntime } from "@/lib/runtime/runtime";
import { initialSettings } from "@/lib/settings/schema";
import { type ActInput, performAct } from "../acts";

export async function createBrowser() {
  const runtime = await getRuntime();
  const email = `${newId().toLowerCase()}@example.test`;
  const account = { email, name: "Ada", passwordHash: "" };
  const principal = await runtime.accounts.create(account, initialSettings("session"));
  if (!principal) throw new Error("The account was not created.");

  const client = { ip: "192.0.2.7", userAgent: "Test/1.0" };
  const policy = await runtime.settings.get(principal.userId);
  const session = await runtime.auth.modes.session.issue(principal, client, policy);
  const jwt = await runtime.auth.modes.jwt.issue(principal, client, policy);
  const ownToken: Record<ModeName, string> = { session: session.token, jwt: jwt.token };
  const current: SignedIn = {
    principal,
    mode: "session",
    token: session.token,
    trace: createTrace(),
    sessionId: session.sessionId,
    issuedAt: session.issuedAt,
    expiresAt: session.expiresAt,
    authenticatedAt: session.issuedAt,
    guarantees: runtime.auth.modes.session.guarantees(policy),
  };

  const jar = new Map<string, string>();
  const browser = {
    jar,
    ownToken,
    set({ name, value }: Cookie) {
      if (value) jar.set(name, value);
      else jar.delete(name);
    },
  };
  const headers = () => new Headers({ cookie: [...jar].map((pair) => pair.join("=")).join("; ") });
  const act = (input: ActInput) =>
    performAct(runtime, input, current, { headers: headers(), cookies: browser });
  return { runtime, browser, current, headers, act };
}
