import { expect, it } from "vitest";
import { SIGNING_ALGS, STRATEGY_NAMES } from "./names";
import { BOUNDS, DEFAULT_POLICY, FUTURE_IAT_LEEWAY_SECONDS, touchIntervalSeconds } from "./policy";

it("the defaults lie within the bounds", () => {
  const { session, jwt } = DEFAULT_POLICY;
  for (const [name, value] of Object.entries({ ...session, accessTtlSeconds: jwt.accessTtlSeconds })) {
    const { min, max } = BOUNDS[name as keyof typeof BOUNDS];
    expect(value).toBeGreaterThanOrEqual(min);
    expect(value).toBeLessThanOrEqual(max);
  }
  expect(SIGNING_ALGS).toContain(jwt.alg);
  expect(STRATEGY_NAMES).toContain(jwt.revocation);
  expect(session.idleTimeoutSeconds).toBeLessThan(session.absoluteTimeoutSeconds);
  expect(jwt.refreshIdleSeconds).toBeLessThan(jwt.refreshAbsoluteSeconds);
  expect(jwt.refreshIdleSeconds).toBeLessThanOrEqual(BOUNDS.idleTimeoutSeconds.max);
  expect(jwt.refreshAbsoluteSeconds).toBeLessThanOrEqual(BOUNDS.absoluteTimeoutSeconds.max);
  expect(jwt.accessTtlSeconds).toBeLessThan(jwt.refreshIdleSeconds);
});

it("no algorithm is allowed that anyone could sign with", () => {
  expect(SIGNING_ALGS).toEqual(["HS256", "RS256", "ES256", "EdDSA"]);
});

it("a JWT that nothing can revoke lives an hour at most, and the leeway is a few seconds", () => {
  expect(BOUNDS.accessTtlSeconds.max).toBeLessThanOrEqual(3600);
  expect(FUTURE_IAT_LEEWAY_SECONDS).toBeLessThanOrEqual(10);
});

it("a session is touched at most once a minute, and ten times within its idle timeout", () => {
  const { min, max } = BOUNDS.idleTimeoutSeconds;
  for (const idle of [min, 10, 59, 60, 599, 600, 601, 1800, max]) {
    expect(touchIntervalSeconds(idle)).toBe(idle < 600 ? idle / 10 : 60);
    expect(touchIntervalSeconds(idle)).toBeGreaterThan(0);
  }
});
