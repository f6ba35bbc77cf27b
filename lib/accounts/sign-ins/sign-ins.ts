import "server-only";
import type { ModeName, SessionId, SignIn, SignInPage, SignInTally, UserId } from "@/lib/auth/contract";
import { MODE_NAMES } from "@/lib/auth/names";
import { wholePage } from "@/lib/auth/policy";
import type { AccountParts } from "../parts";

// A person's sign-ins of both modes, listed and summed up as if they were of one. Reads no more than is asked for.

/** One page of both modes together. */
export async function listSignIns(
  { auth }: Pick<AccountParts, "auth">,
  userId: UserId,
  page?: SignInPage,
): Promise<SignIn[]> {
  const { first, limit } = wholePage(page);
  const lists = await Promise.all(MODE_NAMES.map((mode) => auth.modes[mode].list(userId, page)));
  const order = first === "newest" ? (a: SignIn, b: SignIn) => byAge(b, a) : byAge;
  return lists.flat().sort(order).slice(0, limit);
}

/** As the modes order their own lists. */
function byAge(a: SignIn, b: SignIn): number {
  return a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : Number(a.id > b.id));
}

export type Tallies = Readonly<Record<ModeName, SignInTally>>;

/** All of them but `except`, mode by mode. */
export async function tallySignIns(
  { auth }: Pick<AccountParts, "auth">,
  userId: UserId,
  except?: SessionId,
): Promise<Tallies> {
  const { session, jwt } = auth.modes;
  return { session: await session.tally(userId, except), jwt: await jwt.tally(userId, except) };
}

const NONE: SignInTally = { count: 0, lastSeenAt: null, expiresAt: null };

/** One sign-in, summed up. */
export function tallyOf({ mode, lastSeenAt, expiresAt }: SignIn): Tallies {
  return { session: NONE, jwt: NONE, [mode]: { count: 1, lastSeenAt, expiresAt } };
}
