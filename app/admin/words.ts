// An act and what it means for credentials that are already out, in plain English. As data and sentences; the
// page looks them up.

import { describeSeconds } from "@/app/_ui/words/modes";
import type { AdminRefusal } from "@/lib/accounts/admin/acts";
import type { Reach } from "@/lib/accounts/sign-ins/reach";
import type { ModeName } from "@/lib/auth/contract";
import type { ActName } from "./acts";

interface ActWords {
  title(name: string): string;
  /** Beside what became of the sign-ins. */
  also: string;
}

export const actWords: Record<ActName, ActWords> = {
  "make-admin": {
    title: (name) => `${name} is an admin now`,
    also: "They see this page from their next sign-in on. Every sign-in of the old role was ended.",
  },
  "make-user": {
    title: (name) => `${name} is no admin any more`,
    also: "The admin pages are closed to them at once, whatever an old token says: they ask the store as well.",
  },
  disable: {
    title: (name) => `${name}’s account is disabled`,
    also: "Signing in is refused like a wrong password.",
  },
  enable: {
    title: (name) => `${name}’s account is enabled again`,
    also: "They can sign in with the password they had. What was ended stays ended.",
  },
  "sign-out": {
    title: (name) => `${name}’s sign-ins were ended`,
    also: "They can sign in again at any time.",
  },
};

export const refusalWords: Record<Exclude<AdminRefusal, "forbidden">, string> = {
  not_found: "This account does not exist any more.",
  own_account: "Nobody demotes or disables themselves. Another admin can do it.",
  last_admin: "This is the last account that can administer. Make somebody else an admin first.",
};

const subjects: Record<ModeName, { many: string; one: string; inside: string; because: string }> = {
  session: {
    many: "Sessions",
    one: "A session",
    inside: "a session",
    because: "a check may go by a row that was read so long ago",
  },
  jwt: {
    many: "JWTs",
    one: "A JWT",
    inside: "a JWT",
    because: "a check may go by what was read so long ago",
  },
};
/** What is gone at once in any case. */
const alsoGone: Record<ModeName, string> = {
  session: "",
  jwt: " Refresh tokens are dead at once, so nobody fetches another.",
};

/** "2 sign-ins ended", "none was live". */
export const endedWords = (ended: number): string =>
  ended === 0 ? "none was live" : `${ended} sign-in${ended === 1 ? "" : "s"} ended`;

/** What the mode guarantees, with its bound. */
export function reachWords({ mode, strategy, effect, boundSeconds }: Reach): string {
  const { many, one, because } = subjects[mode];
  const checked = strategy ? ` (${strategy})` : "";
  const most = describeSeconds(boundSeconds);
  if (effect === "immediate") return `${many}${checked} are refused at once.${alsoGone[mode]}`;
  const why = effect === "at_expiry" ? "nothing ends it before it expires" : because;
  return `${one}${checked} that is already out works for at most ${most} more: ${why}.${alsoGone[mode]}`;
}

/** What was issued under other settings keeps to those. */
export function ceilingWords(reach: readonly Reach[]): string {
  const bounds = reach.map(
    ({ mode, ceilingSeconds }) => `${describeSeconds(ceilingSeconds)} for ${subjects[mode].inside}`,
  );
  return `Computed from this account’s settings. What was issued under earlier ones keeps its terms: at most ${bounds.join(" and ")}.`;
}
