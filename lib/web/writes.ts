import "server-only";
import type { AuthMode, UserId } from "@/lib/auth/contract";
import { presentedCredential } from "@/lib/http/cookies/presented";
import { clientInfo } from "@/lib/http/request/request-facts";
import type { Runtime } from "@/lib/runtime/runtime";

// Counts what signed-in people change: the guard of route handlers and the gate in front of every page's actions
// ask here before they let a request through.

/** Throws `ThrottledError` when this person, or this network, has changed too much. */
export function spendWrite({ budgets }: Runtime, headers: Headers, userId: UserId | undefined): void {
  budgets.spend("write", clientInfo(headers).ip, userId);
}

/** Throws `ThrottledError` when too many runs of labs were started from this network. */
export function spendLabStart({ budgets }: Runtime, headers: Headers): void {
  budgets.spend("labStart", clientInfo(headers).ip);
}

/** The same for a form of a page, in front of any guard: whose credential it is need not be true for long. */
export async function spendFormWrite(runtime: Runtime, headers: Headers): Promise<void> {
  const { auth, cookies } = runtime;
  const presented = presentedCredential(headers, auth, cookies);
  const owner =
    presented.kind === "one"
      ? // A store that is down is the action's to tell; then the network alone is counted.
        // What has ended is nobody's: whoever has a copy must not use up its owner's share.
        await liveOwner(auth.modes[presented.mode], presented.token).catch(() => null)
      : null;
  spendWrite(runtime, headers, owner ?? undefined);
}

async function liveOwner(mode: AuthMode, token: string | null): Promise<UserId | null> {
  const checked = token ? await mode.verify(token, { readOnly: true }) : null;
  return checked?.active ? checked.principal.userId : null;
}
