import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startLabs, type TestLabs } from "../testing/runs";
import { REFRESHING } from "./lanes";
import { ACT } from "./shared/family";
import { describeEvery, must, PROBE_MS, ROTATING, thefts } from "./testing/thefts";

// Thefts that the owner ends, with a sign-out or a new password: real requests over loopback, with the figures held
// against what each lane promises.

const PARAMS = {
  "sign-out": { scenario: "sign-out" },
  password: { scenario: "password", revocation: "denylist" },
};
const all = thefts(PARAMS);

let labs: TestLabs;
const { run, runOf, storyOf, verdictOf } = all;
beforeAll(async () => {
  labs = await startLabs();
  await run(labs);
}, 90_000);
afterAll(() => labs.stop());

describeEvery(Object.keys(PARAMS), all);

describe("the owner ends it", () => {
  it("a sign-out puts the thief out of the session at once", () => {
    const verdict = verdictOf("sign-out", "session", ACT.signOut);
    expect(verdict).toMatchObject({ promised: "immediate", lastAcceptedMs: null, reason: "revoked" });
    expect(must(verdict.measuredMs)).toBeLessThan(PROBE_MS);
  });

  it("a sign-out ends the whole family, also what the thief has exchanged since, when the access token ends", () => {
    for (const lane of ["jwt-alone", ...REFRESHING]) {
      const verdict = verdictOf("sign-out", lane, ACT.signOut);
      expect(verdict).toMatchObject({ promised: "at_expiry", acceptedAgainMs: null });
      expect(must(verdict.measuredMs)).toBeGreaterThan(500);
      expect(must(verdict.lastAcceptedMs)).toBeLessThan(must(verdict.promisedMs));
    }
    for (const lane of ROTATING)
      expect(
        must(storyOf("sign-out", lane).tokens[1]).uses.map(({ by, outcome }) => `${by} ${outcome}`),
      ).toEqual(["thief refused"]);
  });

  it("a new password with a denylist puts the thief out everywhere at once, and the owner back in", () => {
    for (const { id } of runOf("password").recording.lanes) {
      const verdict = verdictOf("password", id, ACT.password);
      expect(verdict).toMatchObject({ promised: "immediate", lastAcceptedMs: null, acceptedAgainMs: null });
      expect(must(storyOf("password", id).owner.lastInAt)).toBeGreaterThan(
        must(storyOf("password", id).thief.outAt) + 2000,
      );
    }
    for (const lane of REFRESHING)
      expect(storyOf("password", lane).tokens.filter(({ parent }) => parent === null)).toHaveLength(2);
  });
});
