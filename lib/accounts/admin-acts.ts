import "server-only";
import { z } from "zod";
import type { AuditDetail } from "@/lib/audit/events";
import type { Role, UserId } from "@/lib/auth/contract";
import type { SignedIn } from "@/lib/session/authenticate";
import { clientInfo } from "@/lib/session/request-facts";
import { getRuntime, type Runtime } from "@/lib/session/runtime";
import type { AccountSummary } from "./account-store";
import { type ManagedAccount, toManaged } from "./admin";
import { adminScope, isWithin } from "./admin-scope";
import { endAll } from "./end-sign-ins";
import { type Reach, reachOf } from "./reach";
import { requireRecent } from "./recent";
import { tallySignIns } from "./sign-ins";

// What an admin may do to an account: change its role, disable or enable it, end its sign-ins. Each act is one
// transaction with what follows from it and with its record in the audit trail.

const ROLES = ["user", "admin"] as const satisfies readonly Role[];

/** What is left out stays. Unknown members are ignored. */
export const accountChangeSchema = z.object({
  role: z.enum(ROLES, "Please choose a role.").optional(),
  disabled: z.boolean("Please say true or false.").optional(),
});
export type AccountChange = z.infer<typeof accountChangeSchema>;

/** Why an act is not done. */
export type AdminRefusal = "forbidden" | "not_found" | "own_account" | "last_admin";

export interface AdminAct {
  refused: null;
  user: ManagedAccount;
  /** False when everything was as asked for already: then nothing was ended or written. */
  changed: boolean;
  /** How many sign-ins were ended. */
  ended: number;
  /** What that means for credentials that are already out; empty when nothing was to be ended. */
  reach: Reach[];
}
export type AdminOutcome = { refused: AdminRefusal } | AdminAct;

/**
 * A changed role and a disabled account end every sign-in, in both modes as far as each can; enabling ends
 * nothing. Nobody demotes or disables themselves, and one enabled admin always stays. To a demo admin a real account
 * is `not_found`. Throws `ReauthenticationRequiredError`.
 */
export function changeAccount(
  current: SignedIn,
  id: string,
  change: AccountChange,
  headers: Headers,
): Promise<AdminOutcome> {
  return administer(current, id, headers, async (act) => {
    const { runtime, account } = act;
    const { userId, role } = account;
    const isDisabled = account.disabledAt !== null;
    const newRole = change.role === role ? undefined : change.role;
    const disables = change.disabled === true && !isDisabled;
    const enables = change.disabled === false && isDisabled;

    const losesPower = role === "admin" && !isDisabled && (newRole === "user" || disables);
    if (losesPower && runtime.accounts.countOtherAdmins(userId, account) === 0) return "last_admin";
    if (losesPower && userId === current.principal.userId) return "own_account";

    if (newRole) await runtime.accounts.setRole(userId, newRole);
    if (disables) await runtime.accounts.setDisabled(userId, new Date());
    if (enables) await runtime.accounts.setDisabled(userId, null);
    const ending = newRole || disables ? await act.endSignIns() : NOTHING_ENDED;
    const { ended } = ending;
    if (newRole) await act.record("role.changed", { from: role, to: newRole, ended });
    if (disables) await act.record("account.disabled", { ended });
    if (enables) await act.record("account.enabled", {});
    return { ...ending, changed: Boolean(newRole) || disables || enables };
  });
}

/** Ends every sign-in of an account, one's own included. Throws `ReauthenticationRequiredError`. */
export function endSignInsOf(current: SignedIn, id: string, headers: Headers): Promise<AdminOutcome> {
  return administer(current, id, headers, async (act) => {
    const ending = await act.endSignIns();
    const { ended } = ending;
    if (ended > 0) await act.record("account.signed-out", { ended });
    return { ...ending, changed: ended > 0 };
  });
}

type Ending = Pick<AdminAct, "ended" | "reach">;
const NOTHING_ENDED: Ending = { ended: 0, reach: [] };

interface Act {
  runtime: Runtime;
  account: AccountSummary;
  endSignIns(): Promise<Ending>;
  record(
    kind: "role.changed" | "account.disabled" | "account.enabled" | "account.signed-out",
    detail: AuditDetail,
  ): Promise<void>;
}

async function administer(
  current: SignedIn,
  id: string,
  headers: Headers,
  work: (act: Act) => Promise<(Ending & Pick<AdminAct, "changed">) | "last_admin" | "own_account">,
): Promise<AdminOutcome> {
  const runtime = await getRuntime();
  const userId = id as UserId;
  // Within the transaction, so that what is decided is still true when it is written: of two admins who demote
  // each other at once, the second finds that they are none any more.
  return runtime.stores.atomically(async (): Promise<AdminOutcome> => {
    const scope = await adminScope(runtime, current);
    if (!scope) return { refused: "forbidden" };
    await requireRecent(runtime, current);
    const account = runtime.accounts.summary(userId);
    if (!account || !isWithin(scope, account)) return { refused: "not_found" };
    const done = await work({
      runtime,
      account,
      async endSignIns() {
        const reach = reachOf(runtime, userId, await tallySignIns(runtime, userId));
        return { reach, ended: await endAll(runtime, userId) };
      },
      record: (kind, detail) => {
        const actorId = current.principal.userId;
        return runtime.audit.record({ kind, userId, actorId, client: clientInfo(headers), detail });
      },
    });
    if (typeof done === "string") return { refused: done };
    const user = await toManaged(runtime, runtime.accounts.summary(userId) ?? account);
    return { refused: null, user, ...done };
  });
}
