// The words of the ways to check a JWT that has not expired, as data. What each of them promises is not
// said here: that comes from the modes themselves (`guarantees`).

import { STRATEGY_NAMES, type StrategyName } from "@/lib/auth/names";

interface StrategyLook {
  label: string;
  /** What a check looks up, in a sentence. */
  checks: string;
  /** What the server has to keep for it, besides the row that a refresh token leads to. */
  keeps: string;
  /** Where the truth about such a sign-in is. */
  truth: string;
  /** What ending a sign-in does for this check; the middle of a sentence. */
  ended: string;
}

export const strategyLook: Record<StrategyName, StrategyLook> = {
  "expiry-only": {
    label: "Expiry only",
    checks:
      "Nothing is looked up: signature and date decide. Ending a sign-in stops the next token, not this one.",
    keeps: "Nothing about this token: only the key that checks its signature.",
    truth: "The server checks only signature and expiry. It cannot end this token early.",
    ended: "the sign-in was ended, so no further token comes from it",
  },
  denylist: {
    label: "Denylist",
    checks: "Asks a list of the sign-ins that were ended before their tokens expired.",
    keeps: "Nothing while it is good; once it is ended, one entry until no token of it can be left.",
    truth: "The server checks signature and expiry, and that this sign-in is not on the list of ended ones.",
    ended: "the sign-in was put on the denylist",
  },
  "token-version": {
    label: "Token version",
    checks:
      "Compares a number in the token with the account’s. Ending one sign-in raises it for all: the others fetch a new token by themselves.",
    keeps: "One number for all your tokens. This one carries the number of the moment it was issued.",
    truth:
      "The server checks signature and expiry, and that the number in the token is still your account’s.",
    ended: "your token version was raised, which refuses every token issued before",
  },
  introspection: {
    label: "Introspection",
    checks: "Looks up the sign-in’s row and compares name and role, as a database session would.",
    keeps: "The sign-in’s row, and that is what every check asks.",
    truth: "The server checks signature and expiry, and then asks the sign-in’s row, as for a session.",
    ended: "its row was marked as ended",
  },
};

/** For a select. */
export const strategyOptions = STRATEGY_NAMES.map((value) => ({ value, label: strategyLook[value].label }));
