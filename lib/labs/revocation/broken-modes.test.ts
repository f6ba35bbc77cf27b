import { beforeAll, describe, expect, it } from "vitest";
import type { AuthMode, Verification } from "@/lib/auth/contract";
import type { Decorate } from "../engine/world/world";
import { type Decorated, disagreeing, runDecorated } from "../testing/decorated";
import { useLabs } from "../testing/runs";
import { revocation } from "./manifest";

// The stopwatch tells a mode that breaks its promise from one that keeps it: the same run on modes that are broken,
// each in one way, shows red in the lanes that have it and in no other.

/** With four seconds, a JWT with refresh has time left at the event, wherever in its second it was issued. */
const SHORT = { aloneSeconds: "5", cacheSeconds: "1", shortSeconds: "4" };
const refusedAs = (reason: "revoked" | "bad_signature"): Verification => ({ active: false, reason });

interface Broken {
  event: string;
  decorate: () => Decorate;
  red: string[];
}

const BROKEN: Record<string, Broken> = {
  "nothing (the control)": { event: "sign-out", decorate: () => (mode) => ({ ...mode }), red: [] },
  "a sign-out that only says it was done": {
    event: "sign-out",
    decorate: () => (mode) => ({ ...mode, revoke: async () => true, revokeAll: async () => 1 }),
    // A token that nothing can end before its expiry ends no later without it.
    red: ["session", "session-cached", "jwt-short", "jwt-denylist", "jwt-version", "jwt-introspection"],
  },
  "a token that is good for a second and a half after it has expired": {
    event: "rotate-key",
    decorate: () => (mode) => ({ ...mode, verify: graced(mode, 1500) }),
    red: ["jwt-alone"],
  },
  "a token that is refused before its time, where only time is to end it": {
    event: "sign-out",
    decorate: () => (mode) => {
      const ended = { some: false };
      return {
        ...mode,
        async revoke(...args) {
          ended.some = true;
          return mode.revoke(...args);
        },
        verify: async (...args) => (ended.some ? refusedAs("revoked") : mode.verify(...args)),
      };
    },
    red: ["jwt-alone", "jwt-short"],
  },
  "keys that forget the one before": {
    event: "rotate-key",
    decorate: () => {
      const seen = new Set<string>();
      return (mode, { spec }) => {
        const isFirst = !seen.has(spec.id);
        seen.add(spec.id);
        return isFirst ? mode : { ...mode, verify: async () => refusedAs("bad_signature") };
      };
    },
    red: [
      "session",
      "session-cached",
      "jwt-alone",
      "jwt-short",
      "jwt-denylist",
      "jwt-version",
      "jwt-introspection",
    ],
  },
  "another instance, asked now and then, that has not heard of it": {
    event: "sign-out",
    decorate:
      () =>
      (mode, { spec }) => {
        const asked = { times: 0 };
        const unaware = graced(mode, 60_000);
        const isServedByBoth = ["session", "jwt-denylist"].includes(spec.id);
        return {
          ...mode,
          verify: (...args) =>
            isServedByBoth && asked.times++ % 4 === 0 ? unaware(...args) : mode.verify(...args),
        };
      },
    red: ["session", "jwt-denylist"],
  },
};

/** Goes on saying what it said last, for so long. */
function graced(mode: AuthMode, milliseconds: number): AuthMode["verify"] {
  const accepted = new Map<string, { verification: Verification; at: number }>();
  return async (token, options) => {
    const verification = await mode.verify(token, options);
    if (verification.active) accepted.set(token, { verification, at: Date.now() });
    const last = accepted.get(token);
    return last && Date.now() - last.at < milliseconds ? last.verification : verification;
  };
}

const labs = useLabs();
const results = new Map<string, Decorated>();

beforeAll(async () => {
  await Promise.all(
    Object.entries(BROKEN).map(async ([name, { event, decorate }]) =>
      results.set(name, await runDecorated(labs, revocation, { event, ...SHORT }, decorate())),
    ),
  );
}, 40_000);

describe.each(Object.entries(BROKEN))("broken is %s", (name, { red }) => {
  it("so these lanes disagree with their promise, and no others", () => {
    const result = results.get(name);
    expect(result && disagreeing(result)).toEqual(red);
    expect(result?.conclusion.verdicts).toHaveLength(7);
  });
});
