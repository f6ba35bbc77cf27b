import { expect, it } from "vitest";
import type { Introspection } from "../contract";
import { createTrace } from "../trace";
import type { ModeHarness } from "./modes";

// Part of the mode contract: what people are shown is true, and never enough to sign in with.

/** The last part of the credential: a JWS's signature, a seal's MAC. Without it the rest is worth nothing. */
const authenticator = (token: string) => token.split(/[.*]/).at(-1)?.replace("~2", "") ?? "";

function expectNoSecret(shown: Introspection, token: string): void {
  const json = JSON.stringify(shown);
  expect(json).not.toContain(token);
  const secret = authenticator(token);
  expect(secret.length).toBeGreaterThanOrEqual(43);
  for (let start = 0; start + 7 <= secret.length; start++) {
    expect(json).not.toContain(secret.slice(start, start + 7));
  }
}

export function testIntrospection(harness: () => ModeHarness): void {
  it("introspect says what verify says, with the bytes of the cookie's value and no secret", async () => {
    const h = harness();
    const { token, expiresAt } = await h.signIn();
    const shown = await h.mode.introspect(token);
    expect(shown).toMatchObject({ mode: h.mode.name, active: true, bytes: token.length });
    expect(shown.guarantees).toEqual(h.guarantees);
    expect(shown).not.toHaveProperty("reason");
    expectNoSecret(shown, token);

    h.clock.set(expiresAt);
    const expired = await h.mode.introspect(token);
    expect(expired).toMatchObject({ active: false, reason: "expired", bytes: token.length });
    expectNoSecret(expired, token);
  });

  it("introspect shows no secret of a credential that was damaged on the way", async () => {
    const h = harness();
    const { token } = await h.signIn();
    const damaged = [
      `${token}=`,
      ` ${token}`,
      `x${token}`,
      `${token}.x`,
      token.slice(1),
      `${token} ${token}`,
    ];
    for (const value of damaged) {
      const shown = await h.mode.introspect(value);
      expect(shown).toMatchObject({ active: false, reason: "malformed", bytes: Buffer.byteLength(value) });
      expectNoSecret(shown, token);
    }
  });

  it("introspect describes anything at all without throwing, and counts bytes, not characters", async () => {
    for (const value of ["", "é", "a.b", "a.b.c", "e30.e30.e30", ".".repeat(5000), "\ud800"]) {
      const shown = await harness().mode.introspect(value);
      expect(shown).toMatchObject({ active: false, bytes: Buffer.byteLength(value) });
      if (value.length > 6) expect(JSON.stringify(shown)).not.toContain(value.slice(0, 4000));
    }
  });

  it("the trace tells the steps as they happened, in order, and the last one gives the answer", async () => {
    const h = harness();
    const { token, expiresAt } = await h.signIn();
    const outcomes = async (value: string) => {
      const trace = createTrace();
      const verification = await h.mode.verify(value, { trace });
      const steps = trace.steps.map(({ outcome }) => outcome);
      const total = trace.steps.reduce((sum, step) => sum + step.microseconds, 0);
      expect(trace.microseconds).toBeCloseTo(total);
      expect(total).toBeGreaterThan(0);
      if (!verification.active) expect(steps.at(-1)).toBe(verification.reason);
      return steps;
    };
    const first = await outcomes(token);
    expect(first).toEqual(Array(Math.max(3, first.length)).fill("ok"));
    const remembersRow = typeof h.guarantees.revokeOne === "object";
    const again = first.map((_, step) => (step === 0 || (step === 2 && remembersRow) ? "remembered" : "ok"));
    expect(await outcomes(token)).toEqual(again);
    expect(await outcomes(`${token}=`)).toEqual(["malformed"]);
    expect(await outcomes((await h.signIn({ mode: h.pair[h.mode.name] })).token)).toEqual([
      "ok",
      "wrong_audience",
    ]);
    h.clock.set(expiresAt);
    expect(await outcomes(token)).toEqual(["remembered", "expired"]);
  });
}
