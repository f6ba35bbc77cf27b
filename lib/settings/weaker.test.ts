import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BOUNDS, SIGNING_ALGS, STRATEGY_NAMES } from "@/lib/auth/policy";
import { initialSettings, type Settings } from "./settings-store";
import { isWeaker } from "./weaker";

// Which settings give a stolen credential more than others: pair by pair, and for any settings there are.

const { jwt, session, ...rest } = initialSettings("jwt");
const withJwt = (changed: Partial<Settings["jwt"]>): Settings => ({
  ...rest,
  session,
  jwt: { ...jwt, ...changed },
});
const withSession = (changed: Partial<Settings["session"]>): Settings => ({
  ...rest,
  jwt,
  session: { ...session, ...changed },
});
const withMax = (maxSignIns: number | null): Settings => ({ ...rest, jwt, session, maxSignIns });

/** The stronger first. */
const PAIRS: [name: string, stronger: Settings, weaker: Settings][] = [
  ["denylist to expiry-only", withJwt({ revocation: "denylist" }), withJwt({ revocation: "expiry-only" })],
  [
    "version to expiry-only",
    withJwt({ revocation: "token-version" }),
    withJwt({ revocation: "expiry-only" }),
  ],
  [
    "introspection to denylist",
    withJwt({ revocation: "introspection" }),
    withJwt({ revocation: "denylist" }),
  ],
  ["a longer access token", withJwt({ accessTtlSeconds: 60 }), withJwt({ accessTtlSeconds: 61 })],
  ["a longer refresh idle", withJwt({ refreshIdleSeconds: 60 }), withJwt({ refreshIdleSeconds: 61 })],
  [
    "a longer refresh limit",
    withJwt({ refreshAbsoluteSeconds: 60 }),
    withJwt({ refreshAbsoluteSeconds: 61 }),
  ],
  ["a longer session idle", withSession({ idleTimeoutSeconds: 60 }), withSession({ idleTimeoutSeconds: 61 })],
  [
    "a longer session limit",
    withSession({ absoluteTimeoutSeconds: 60 }),
    withSession({ absoluteTimeoutSeconds: 61 }),
  ],
  ["a cache", withSession({ cacheSeconds: 0 }), withSession({ cacheSeconds: 1 })],
  ["one sign-in more", withMax(1), withMax(2)],
  ["no limit of sign-ins", withMax(1000), withMax(null)],
];

describe.each(PAIRS)("%s", (_, stronger, weaker) => {
  it("is weaker, and its reverse is not", () => {
    expect([isWeaker(stronger, weaker), isWeaker(weaker, stronger)]).toEqual([true, false]);
  });
});

it.each([
  ["another algorithm", withJwt({ alg: "HS256" }), withJwt({ alg: "EdDSA" })],
  [
    "denylist for token-version",
    withJwt({ revocation: "denylist" }),
    withJwt({ revocation: "token-version" }),
  ],
  ["another mode", initialSettings("jwt"), initialSettings("session")],
])("%s is weaker in neither direction", (_, one, other) => {
  expect([isWeaker(one, other), isWeaker(other, one)]).toEqual([false, false]);
});

it("a part that is weaker makes the whole so, however much else is stronger", () => {
  const shorter = { accessTtlSeconds: 2, refreshIdleSeconds: 2, refreshAbsoluteSeconds: 2 };
  expect(isWeaker(withMax(1), { ...withJwt(shorter), maxSignIns: 2 })).toBe(true);
  expect(isWeaker(withMax(2), { ...withJwt(shorter), maxSignIns: 2 })).toBe(false);
});

const within = ({ min, max }: { min: number; max: number }) => fc.integer({ min, max });
const settings: fc.Arbitrary<Settings> = fc.record({
  authMode: fc.constantFrom("session", "jwt"),
  jwt: fc.record({
    alg: fc.constantFrom(...SIGNING_ALGS),
    accessTtlSeconds: within(BOUNDS.accessTtlSeconds),
    revocation: fc.constantFrom(...STRATEGY_NAMES),
    refreshIdleSeconds: within(BOUNDS.idleTimeoutSeconds),
    refreshAbsoluteSeconds: within(BOUNDS.absoluteTimeoutSeconds),
  }),
  session: fc.record({
    idleTimeoutSeconds: within(BOUNDS.idleTimeoutSeconds),
    absoluteTimeoutSeconds: within(BOUNDS.absoluteTimeoutSeconds),
    cacheSeconds: within(BOUNDS.cacheSeconds),
  }),
  maxSignIns: fc.option(within(BOUNDS.maxSignIns)),
});

describe("whatever the settings are", () => {
  it("they are not weaker than themselves", () => {
    fc.assert(fc.property(settings, (one) => !isWeaker(one, structuredClone(one))));
  });

  it("one change that is weaker is not weaker backwards", () => {
    fc.assert(
      fc.property(settings, fc.nat(PAIRS.length - 1), (base, index) => {
        const [, stronger, weaker] = PAIRS[index] ?? [];
        if (!stronger || !weaker) return false;
        const on = (end: Settings) => onto(base, stronger, weaker, end);
        return isWeaker(on(stronger), on(weaker)) && !isWeaker(on(weaker), on(stronger));
      }),
    );
  });

  it("of two that differ in a duration or a number, at least one is weaker", () => {
    fc.assert(
      fc.property(settings, settings, (one, two) => {
        const isSame = numbers(one) === numbers(two);
        return isSame || isWeaker(one, two) || isWeaker(two, one);
      }),
    );
  });
});

const numbers = ({
  jwt: { alg: _, revocation: __, ...durations },
  session: cached,
  maxSignIns,
}: Settings): string => JSON.stringify([durations, cached, maxSignIns]);

/** The settings `base` with that one member of `end` in which the two differ. */
function onto(base: Settings, one: Settings, two: Settings, end: Settings): Settings {
  const differing = <T extends object>(a: T, b: T, from: T): Partial<T> => {
    const names = (Object.keys(a) as (keyof T)[]).filter((name) => a[name] !== b[name]);
    return Object.fromEntries(names.map((name) => [name, from[name]])) as Partial<T>;
  };
  const { maxSignIns } = one.maxSignIns === two.maxSignIns ? base : end;
  return {
    ...base,
    maxSignIns,
    jwt: { ...base.jwt, ...differing(one.jwt, two.jwt, end.jwt) },
    session: { ...base.session, ...differing(one.session, two.session, end.session) },
  };
}
