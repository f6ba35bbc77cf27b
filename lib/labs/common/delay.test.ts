import { describe, expect, it } from "vitest";
import { agreementOf } from "@/app/labs/_drawing/words";
import type { AnswerFact } from "../contract";
import { answer, LANE, LIFETIME_MS, question } from "../testing/facts";
import { type Promised, promiseOf, verdictOf } from "./delay";

// One record at a time: what a verdict says of it, and why.

const ACKED = 2000;
const EXPIRY: Promised = { effect: "at_expiry" };

const judge = (promised: Promised, ...facts: AnswerFact[]) =>
  verdictOf(question({ facts, acked: ACKED, promised }));
/** `after` is in milliseconds after the acknowledgement. */
const letIn = (after: number, more: Partial<AnswerFact> = {}) =>
  answer({ at: ACKED + after, status: 200, ...more });
const refused = (after: number, more: Partial<AnswerFact> = {}) =>
  answer({ at: ACKED + after, status: 401, ...more });

describe("at expiry", () => {
  const held = letIn(-500, { endsAt: ACKED + 1200 });

  it("means the end of the very credential that was held, where that is known", () => {
    expect(judge(EXPIRY, held, letIn(1199), refused(1300))).toMatchObject({
      promisedMs: 1200,
      measuredMs: 1300,
      lastAcceptedMs: 1199,
      agrees: true,
    });
    expect(judge(EXPIRY, held, letIn(1200), refused(1300)).agrees).toBe(false);
  });

  it("counts one that was under way when the act was acknowledged", () => {
    const renewing = letIn(-5, { took: 20, renewed: true, endsAt: ACKED + 4900 });
    expect(judge(EXPIRY, held, renewing, letIn(4000))).toMatchObject({ promisedMs: 4900, agrees: true });
  });

  it("never means longer than the lane's policy lets a token live", () => {
    const boasting = letIn(-500, { endsAt: ACKED + 60_000 });
    expect(judge(EXPIRY, boasting, letIn(LIFETIME_MS - 1))).toMatchObject({
      promisedMs: LIFETIME_MS,
      agrees: true,
    });
    expect(judge(EXPIRY, boasting, letIn(LIFETIME_MS)).agrees).toBe(false);
  });

  it("is not kept by a renewal after the act, nor by a refusal before the expiry", () => {
    const renewed = letIn(1300, { renewed: true, endsAt: ACKED + 6300 });
    expect(judge(EXPIRY, held, renewed).agrees).toBe(false);
    expect(judge(EXPIRY, held, refused(600)).agrees).toBe(false);
    expect(judge(EXPIRY, held, letIn(1100), refused(1195, { took: 10 })).agrees).toBe(true);
  });
});

describe("what may return", () => {
  const promised: Promised = { effect: "immediate", mayReturn: true };
  const before = letIn(-500);

  it("comes back with new credentials", () => {
    const back = letIn(900, { renewed: true });
    const verdict = judge(promised, before, refused(10), back, letIn(1150));
    expect(verdict).toMatchObject({ agrees: true, measuredMs: 10, acceptedAgainMs: 900 });
    expect(agreementOf(verdict)).toBe("agrees");
  });

  it("at once where the old ones had just run out: no contradiction, and no agreement", () => {
    const verdict = judge(promised, before, letIn(10, { renewed: true }), letIn(260));
    expect(verdict).toMatchObject({ agrees: true, measuredMs: null });
    expect(verdict.why).toContain("before it was shown again");
    expect(agreementOf(verdict)).toBe("untold");
    const old = judge(promised, before, letIn(10), letIn(260, { renewed: true }));
    expect([agreementOf(old), old.why]).toEqual(["contradicts", undefined]);
  });

  it("also with those that were on their way when the act was acknowledged", () => {
    const underWay = (took: number) => letIn(-20, { took, renewed: true });
    const back = judge(promised, before, underWay(40), letIn(30), letIn(280));
    expect([back.agrees, agreementOf(back)]).toEqual([true, "untold"]);
    // It was there before the act began: what it brought is what was to end.
    expect(judge(promised, before, underWay(5), letIn(30)).agrees).toBe(false);
  });

  it("does not come back with the old ones", () => {
    expect(judge(promised, before, refused(10), letIn(900)).agrees).toBe(false);
    expect(judge(promised, before, letIn(10), letIn(900, { renewed: true })).agrees).toBe(false);
    expect(judge({ effect: "immediate" }, before, refused(10), letIn(900, { renewed: true })).agrees).toBe(
      false,
    );
  });
});

it("a lane that was refused already before the act proves nothing, and says so", () => {
  const verdict = judge({ effect: "immediate" }, letIn(-900), refused(-500), refused(10));
  expect(verdict).toMatchObject({ agrees: false, why: "It was refused already before." });
  expect(judge({ effect: "immediate" }, refused(-900), letIn(-500), refused(10)).agrees).toBe(true);
});

it("a token alone that had run out before the act contradicts nothing, and says so", () => {
  const alone = (...facts: AnswerFact[]) => {
    const asked = question({ facts, acked: ACKED, promised: EXPIRY });
    return verdictOf({ ...asked, lane: { ...LANE, refreshes: false } });
  };
  const held = letIn(-900, { endsAt: ACKED - 600 });
  expect(alone(held, refused(-500), refused(10))).toMatchObject({
    agrees: true,
    why: "It had run out already before.",
  });
  expect(alone(letIn(-900, { endsAt: ACKED + 600 }), refused(-500), refused(10)).agrees).toBe(false);
  // With a refresh token it would have gone on.
  expect(judge(EXPIRY, held, refused(-500), refused(10)).agrees).toBe(false);
});

it("a promise beyond the end of the run is open: still accepted, and no contradiction", () => {
  expect(judge(EXPIRY, letIn(-500, { endsAt: ACKED + 4000 }), letIn(10), letIn(2500))).toMatchObject({
    measuredMs: null,
    reason: null,
    promisedMs: 4000,
    watchedMs: 2500,
    agrees: true,
  });
});

it("a run that was cut short before anything was asked has figures of nothing", () => {
  for (const facts of [[], [letIn(-500)]])
    expect(judge({ effect: "immediate" }, ...facts)).toMatchObject({
      measuredMs: null,
      lastAcceptedMs: null,
      watchedMs: 0,
      reason: null,
      agrees: true,
    });
});

it("a request that was sent before the acknowledgement is not judged, however late it is answered", () => {
  const verdict = judge({ effect: "immediate" }, letIn(-500), letIn(-1, { took: 3000 }), refused(20));
  expect(verdict).toMatchObject({ agrees: true, measuredMs: 20, lastAcceptedMs: null });
});

it("a refusal of the role counts as one, and says so; the reads are the most of an accepted check before", () => {
  const facts = [letIn(-900, { reads: 1 }), letIn(-500), answer({ at: ACKED + 40, status: 403, reads: 3 })];
  expect(judge({ effect: { withinSeconds: 5 } }, ...facts)).toMatchObject({
    measuredMs: 40,
    reason: "forbidden",
    reads: 1,
    promisedMs: 5000,
    agrees: true,
    cookieBytes: LANE.cookieBytes,
  });
});

it("promiseOf hands on what the mode says", () => {
  const guarantees = {
    ...LANE.guarantees,
    revokeOne: "immediate",
    staleClaims: { withinSeconds: 3 },
  } as const;
  expect(promiseOf(guarantees, "revokeOne")).toEqual({ effect: "immediate" });
  expect(promiseOf(guarantees, "revokeAll")).toEqual({ effect: "at_expiry" });
  expect(promiseOf(guarantees, "staleClaims")).toEqual({ effect: { withinSeconds: 3 } });
});
