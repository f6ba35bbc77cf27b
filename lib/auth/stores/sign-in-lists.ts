import type { SignIn, SignInPage, SignInTally } from "../contract";
import { wholePage } from "../policy";

// Lists and sums of sign-ins of either mode, as their owner is shown them: for backends that have all of a person at hand.

type Listed = Pick<SignIn, "id" | "createdAt" | "lastSeenAt" | "expiresAt">;
type Place = Pick<SignIn, "id" | "createdAt">;

/** Within its absolute limit and not idle. */
export function isLive(signIn: Listed & { idleTimeoutSeconds: number }, now: Date): boolean {
  const idleEnd = signIn.lastSeenAt.getTime() + signIn.idleTimeoutSeconds * 1000;
  return now < signIn.expiresAt && now.getTime() < idleEnd;
}

/** Copies of those on the page. */
export function pageOf<T extends Listed>(live: readonly T[], page: SignInPage | undefined): T[] {
  const { first, after, limit } = wholePage(page);
  const order = first === "newest" ? (a: Place, b: Place) => older(b, a) : older;
  return live
    .filter((signIn) => !after || order(after, signIn) < 0)
    .sort(order)
    .slice(0, limit)
    .map((signIn) => ({ ...signIn }));
}

export function tallyOf(live: readonly Listed[]): SignInTally {
  const latest = (instants: Date[]) =>
    instants.length > 0 ? new Date(Math.max(...instants.map(Number))) : null;
  return {
    count: live.length,
    lastSeenAt: latest(live.map(({ lastSeenAt }) => lastSeenAt)),
    expiresAt: latest(live.map(({ expiresAt }) => expiresAt)),
  };
}

/** Negative when `a` is older. */
function older(a: Place, b: Place): number {
  return a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : Number(a.id > b.id));
}
