import fc from "fast-check";
import { expect } from "vitest";
import type { Credentials, StrategyName } from "../contract";
import { SECOND } from "./kit";
import { type Expected, FamilyModel } from "./model";
import { createModeHarness, type ModeHarness } from "./modes";
import type { StoreName } from "./stores";

// A JWT mode and the model of it, taken through the same steps and compared after each.

export const IDLE_SECONDS = 60;
export const ABSOLUTE_SECONDS = 300;

/** `which`: how many steps behind the newest refresh token. */
export type Step =
  | { do: "sign in" }
  | { do: "refresh"; who: number; which: number; times: number }
  | { do: "wait"; milliseconds: number }
  | { do: "sign out"; who: number }
  | { do: "sign out everywhere"; keeping: number | null }
  | { do: "disable" }
  | { do: "enable" };

const who = fc.nat(3);
const times = fc.integer({ min: 1, max: 4 });
const milliseconds = fc.constantFrom(0, 1, 999, 5_000, 9_999, 10_000, 30_000, 59_999, 60_000, 100_000);
const act = <Name extends string>(...names: Name[]) => ({ do: fc.constantFrom(...names) });

/** Anything people, browsers and thieves may do, mostly refreshing and waiting. */
export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 1, arbitrary: fc.record(act("sign in")) },
    { weight: 8, arbitrary: fc.record({ ...act("refresh"), who, which: fc.constant(0), times }) },
    {
      weight: 3,
      arbitrary: fc.record({ ...act("refresh"), who, which: fc.integer({ min: 1, max: 5 }), times }),
    },
    { weight: 6, arbitrary: fc.record({ ...act("wait"), milliseconds }) },
    { weight: 1, arbitrary: fc.record({ ...act("sign out"), who }) },
    {
      weight: 1,
      arbitrary: fc.record({ ...act("sign out everywhere"), keeping: fc.option(who, { nil: null }) }),
    },
    { weight: 1, arbitrary: fc.record(act("disable", "enable")) },
  ),
  { minLength: 1, maxLength: 40 },
);

/** The real thing and the model of it, side by side. */
export class Trial {
  readonly families: FamilyModel[] = [];
  readonly issued: { family: FamilyModel; credentials: Credentials }[] = [];
  isDisabled = false;

  constructor(readonly h: ModeHarness) {}

  get now(): number {
    return Number(this.h.clock.now());
  }

  pick(index: number): FamilyModel {
    const family = this.families[index % this.families.length];
    if (!family) throw new Error("A trial begins with a sign-in.");
    return family;
  }

  async take(step: Step): Promise<void> {
    switch (step.do) {
      case "sign in":
        return this.signIn();
      case "wait":
        return this.h.clock.advance(step.milliseconds);
      case "disable":
      case "enable":
        this.isDisabled = step.do === "disable";
        return this.h.saveUser({ principal: this.h.ada, disabled: this.isDisabled });
      case "sign out":
        return this.signOut(this.pick(step.who));
      case "sign out everywhere":
        return this.signOutEverywhere(step.keeping === null ? undefined : this.pick(step.keeping));
      case "refresh": {
        const family = this.pick(step.who);
        return this.refresh(family, Math.max(0, family.links.length - 1 - step.which), step.times);
      }
    }
  }

  async signIn(): Promise<void> {
    const credentials = await this.h.signIn();
    const endsAt = this.now + ABSOLUTE_SECONDS * SECOND;
    const { sessionId, refreshToken = "" } = credentials;
    const family = new FamilyModel(sessionId, refreshToken, this.now, IDLE_SECONDS * SECOND, endsAt);
    this.families.push(family);
    this.issued.push({ family, credentials });
  }

  async signOut(family: FamilyModel): Promise<void> {
    const canEnd = this.canEnd(family);
    expect(await this.h.mode.revoke(this.h.ada.userId, family.id)).toBe(canEnd);
    if (canEnd) family.isRevoked = true;
  }

  async signOutEverywhere(kept: FamilyModel | undefined): Promise<void> {
    const ended = this.families.filter((family) => family !== kept && this.canEnd(family));
    expect(await this.h.mode.revokeAll(this.h.ada.userId, kept?.id)).toBe(ended.length);
    for (const family of ended) family.isRevoked = true;
  }

  /** `times` requests at once, all with the same token. */
  async refresh(family: FamilyModel, index: number, times: number): Promise<void> {
    const refreshToken = family.links[index]?.token ?? "";
    const expected = Array.from({ length: times }, () => family.present(index, this.now, this.isDisabled));
    const results = await Promise.all(expected.map(() => this.h.refresh({ token: "", refreshToken })));
    // Of requests at once, any may come first.
    results.sort(byOutcome);
    expected.sort(byOutcome);
    for (const [at, result] of results.entries()) {
      const outcome: Expected | undefined = expected[at];
      if (result.kind !== "refreshed" || outcome?.kind !== "refreshed") {
        expect(result).toMatchObject({ ...outcome });
        continue;
      }
      const { credentials } = result;
      const successor = family.links[outcome.index];
      if (successor?.token === "") successor.token = credentials.refreshToken ?? "";
      expect(credentials.refreshToken).toBe(successor?.token);
      // A repeated exchange gets no more time than the first.
      const idleEnd = (successor?.madeAt ?? 0) + IDLE_SECONDS * SECOND;
      expect(Number(credentials.refreshExpiresAt)).toBe(Math.min(family.endsAt, idleEnd));
      expect(Number(credentials.expiresAt)).toBeLessThanOrEqual(Number(credentials.refreshExpiresAt));
      this.issued.push({ family, credentials });
    }
  }

  /** What must hold after every step. */
  async check(): Promise<void> {
    const { h } = this;
    const listed = (await h.mode.list(h.ada.userId)).map(({ id }) => id);
    const live = this.families.filter((family) => family.isLive(this.now)).map(({ id }) => id);
    expect(listed.toSorted()).toEqual(live.toSorted());
    const everything = this.families.flatMap(({ links }) => links.map(({ token }) => token));
    expect(new Set(everything).size).toBe(everything.length);
    await this.checkTokens(this.issued.slice(-8));
  }

  /** No access token that was ever handed out is accepted beyond what is guaranteed. */
  async checkTokens(issued = this.issued): Promise<void> {
    for (const { family, credentials } of issued) {
      const { active } = await this.h.mode.verify(credentials.token);
      if (this.now >= Number(credentials.expiresAt)) expect(active).toBe(false);
      // What is accepted is on the list, so that it can be ended.
      if (active && !family.isRevoked) expect(family.isLive(this.now)).toBe(true);
      if (family.isRevoked && this.h.guarantees.revokeOne === "immediate") expect(active).toBe(false);
      if (this.isDisabled && this.h.guarantees.staleClaims === "immediate") expect(active).toBe(false);
    }
  }

  /** A family past its absolute limit has nothing left to end. */
  private canEnd(family: FamilyModel): boolean {
    return !family.isRevoked && this.now < family.endsAt;
  }
}

const byOutcome = (one: object, other: object): number => outcomeOf(one).localeCompare(outcomeOf(other));

function outcomeOf(result: object): string {
  return ["kind", "reason"].map((name) => (name in result ? Reflect.get(result, name) : "")).join(" ");
}

/** Begins with one sign-in. */
export async function createTrial(store: StoreName, revocation: StrategyName): Promise<Trial> {
  const h = await createModeHarness("jwt", store, { alg: "HS256", revocation });
  const limits = { refreshIdleSeconds: IDLE_SECONDS, refreshAbsoluteSeconds: ABSOLUTE_SECONDS };
  h.policy = { ...h.policy, jwt: { ...h.policy.jwt, ...limits } };
  const trial = new Trial(h);
  await trial.signIn();
  return trial;
}
