import type { InactiveReason, SessionId } from "../contract";
import { REFRESH_GRACE_SECONDS } from "../policy";
import { SECOND } from "./kit";

// What the rules of a sign-in say, written down a second time and as plainly as can be: no store, no token, no
// transaction. The property tests hold the modes to it, step by step.

/** What presenting a refresh token should come to. */
export type Expected =
  | { kind: "refreshed"; index: number }
  | { kind: "reused" }
  | { kind: "denied"; reason: InactiveReason };

interface ChainLink {
  /** Undefined until it has been handed out. */
  token: string;
  madeAt: number;
  usedAt: number | null;
}

/** One sign-in's chain of refresh tokens: each leads to the one behind it. */
export class FamilyModel {
  readonly links: ChainLink[];
  isRevoked = false;

  constructor(
    readonly id: SessionId,
    token: string,
    now: number,
    private readonly idleMilliseconds: number,
    readonly endsAt: number,
  ) {
    this.links = [{ token, madeAt: now, usedAt: null }];
  }

  /** Presents the token at `index`; the chain is as it should be when this returns. */
  present(index: number, now: number, isDisabled: boolean): Expected {
    const link = this.links[index];
    if (!link) throw new Error("There is no such token.");
    const over = this.refusal(now, isDisabled);
    if (over) return { kind: "denied", reason: over };
    if (link.usedAt === null) {
      if (now >= link.madeAt + this.idleMilliseconds) return { kind: "denied", reason: "idle_timeout" };
      link.usedAt = now;
      this.links.push({ token: "", madeAt: now, usedAt: null });
      return { kind: "refreshed", index: index + 1 };
    }
    const successor = this.links[index + 1];
    if (successor?.usedAt === null && now < link.usedAt + REFRESH_GRACE_SECONDS * SECOND)
      return now < successor.madeAt + this.idleMilliseconds
        ? { kind: "refreshed", index: index + 1 }
        : { kind: "denied", reason: "idle_timeout" };
    this.isRevoked = true;
    return { kind: "reused" };
  }

  /** Within its limits, and not ended. */
  isLive(now: number): boolean {
    const newest = this.links.at(-1);
    return (
      !this.isRevoked &&
      now < this.endsAt &&
      newest !== undefined &&
      now < newest.madeAt + this.idleMilliseconds
    );
  }

  private refusal(now: number, isDisabled: boolean): InactiveReason | null {
    if (this.isRevoked) return "revoked";
    if (isDisabled) return "user_disabled";
    return now >= this.endsAt ? "expired" : null;
  }
}
