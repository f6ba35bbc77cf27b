import "server-only";
import { z } from "zod";
import type { UserId } from "@/lib/auth/contract";
import { ROLES } from "@/lib/auth/names";
import { clientInfo } from "@/lib/http/request/request-facts";
import type { SignedIn } from "@/lib/http/signed-in";
import type { AccountSummary } from "@/lib/stores/accounts";
import type { AuditDetail } from "@/lib/stores/audit";
import type { AccountParts } from "../parts";
import { endAll } from "../sign-ins/end-sign-ins";
import { requireRecent } from "../sign-ins/live-sign-in";
import { type Reach, reachOf } from "../sign-ins/reach";
import { tallySignIns } from "../sign-ins/sign-ins";
import { type ManagedAccount, toManaged } from "./managed-accounts";
import { adminScope, isWithin } from "./scope";

// What an admin may do to an account: change its role, disable or enable it, end its sign-ins. Each act is one
// transaction with what follows from it and with its record in the audit trail.

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
  parts: AccountParts,
  current: SignedIn,
  id: string,
  change: AccountChange,
  headers: Headers,
): Promise<AdminOutcome> {
  return administer(parts, current, id, headers, async (act) => {
    const { account } = act;
    const { userId, role } = account;
    const isDisabled = account.disabledAt !== null;
    const newRole = change.role === role ? undefined : change.role;
    const disables = change.disabled === true && !isDisabled;
    const enables = change.disabled === false && isDisabled;

    const losesPower = role === "admin" && !isDisabled && (newRole === "user" || disables);
    if (losesPower && (await parts.accounts.countOtherAdmins(userId, account)) === 0) return "last_admin";
    if (losesPower && userId === current.principal.userId) return "own_account";

    if (newRole) await parts.accounts.setRole(userId, newRole);
    if (disables) await parts.accounts.setDisabled(userId, new Date());
    if (enables) await parts.accounts.setDisabled(userId, null);
    const ending = newRole || disables ? await act.endSignIns() : NOTHING_ENDED;
    const { ended } = ending;
    if (newRole) await act.record("role.changed", { from: role, to: newRole, ended });
    if (disables) await act.record("account.disabled", { ended });
    if (enables) await act.record("account.enabled", {});
    return { ...ending, changed: Boolean(newRole) || disables || enables };
  });
}

/** Ends every sign-in of an account, one's own included. Throws `ReauthenticationRequiredError`. */
export function endSignInsOf(
  parts: AccountParts,
  current: SignedIn,
  id: string,
  headers: Headers,
): Promise<AdminOutcome> {
  return administer(parts, current, id, headers, async (act) => {
    const ending = await act.endSignIns();
    const { ended } = ending;
    if (ended > 0) await act.record("account.signed-out", { ended });
    return { ...ending, changed: ended > 0 };
  });
}

type Ending = Pick<AdminAct, "ended" | "reach">;
const NOTHING_ENDED: Ending = { ended: 0, reach: [] };

interface Act {
  account: AccountSummary;
  endSignIns(): Promise<Ending>;
  record(
    kind: "role.changed" | "account.disabled" | "account.enabled" | "account.signed-out",
    detail: AuditDetail,
  ): Promise<void>;
}

async function administer(
  parts: AccountParts,
  current: SignedIn,
  id: string,
  headers: Headers,
  work: (act: Act) => Promise<(Ending & Pick<AdminAct, "changed">) | "last_admin" | "own_account">,
): Promise<AdminOutcome> {
  const userId = id as UserId;
  // Within the transaction, so that what is decided is still true when it is written: of two admins who demote
  // each other at once, the second finds that they are none any more.
  return parts.stores.atomically(async (): Promise<AdminOutcome> => {
    const scope = await adminScope(parts, current);
    if (!scope) return { refused: "forbidden" };
    await requireRecent(parts, current);
    const account = await parts.accounts.summary(userId);
    if (!account || !isWithin(scope, account)) return { refused: "not_found" };
    const done = await work({
      account,
      async endSignIns() {
        const reach = await reachOf(parts, userId, await tallySignIns(parts, userId));
        return { reach, ended: await endAll(parts, userId) };
      },
      record: (kind, detail) => {
        const actorId = current.principal.userId;
        return parts.audit.record({ kind, userId, actorId, client: clientInfo(headers), detail });
      },
    });
    if (typeof done === "string") return { refused: done };
    const user = await toManaged(parts, (await parts.accounts.summary(userId)) ?? account);
    return { refused: null, user, ...done };
  });
}
