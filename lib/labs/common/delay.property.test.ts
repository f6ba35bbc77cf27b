import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AnswerFact, Verdict } from "../contract";
import { answer, LANE, LIFETIME_MS, question } from "../testing/facts";
import { type Promised, verdictOf } from "./delay";

// What holds of every verdict, whatever was recorded.

const ACKED = 2000;

interface Sent {
  /** Milliseconds after the acknowledgement; negative: before. */
  after: number;
  status: number;
  took: number;
}

const effect = fc.constantFrom<Promised["effect"]>(
  "immediate",
  { withinSeconds: 1 },
  { withinSeconds: 4 },
  "at_expiry",
  "never",
);
const sent = fc.record({
  after: fc.integer({ min: -ACKED, max: 12_000 }),
  status: fc.constantFrom(200, 200, 401, 403, 503, 429, 500),
  took: fc.integer({ min: 0, max: 400 }),
});
const run = fc.array(sent, { maxLength: 60 });

const facts = (all: readonly Sent[]): AnswerFact[] =>
  all.map(({ after, status, took }) => answer({ at: ACKED + after, status, took }));
const judge = (all: readonly Sent[], promised: Promised): Verdict =>
  verdictOf(question({ facts: facts(all), acked: ACKED, promised }));

const boundOf = (promised: Promised["effect"]): number => {
  if (promised === "immediate") return 0;
  if (promised === "never") return Number.POSITIVE_INFINITY;
  return promised === "at_expiry" ? LIFETIME_MS : promised.withinSeconds * 1000;
};

describe("verdictOf", () => {
  it("always disagrees when a request that was sent from the promised instant on was accepted", () => {
    fc.assert(
      fc.property(run, effect, fc.integer({ min: 0, max: 9000 }), (all, promised, beyond) => {
        fc.pre(promised !== "never");
        const late = { after: boundOf(promised) + beyond, status: 200, took: 1 };
        expect(judge([...all, late], { effect: promised }).agrees).toBe(false);
      }),
    );
  });

  it("always disagrees when one was refused although nothing was to end", () => {
    fc.assert(
      fc.property(run, fc.constantFrom(401, 403), fc.nat(9000), (all, status, after) => {
        expect(judge([...all, { after, status, took: 1 }], { effect: "never" }).agrees).toBe(false);
      }),
    );
  });

  it("agrees whenever all were accepted before the promised instant and refused from then on", () => {
    fc.assert(
      fc.property(run, effect, (all, promised) => {
        const bound = boundOf(promised);
        const kept = all.map((one) => ({ ...one, status: one.after < bound ? 200 : 401 }));
        expect(judge(kept, { effect: promised }).agrees).toBe(true);
      }),
    );
  });

  it("is not moved by a server that was down or full, by other lanes, devices, resources, or the order of arrival", () => {
    const silent = sent.map((one) => ({ ...one, status: 503 }));
    const scattered = fc.record({ of: sent, index: fc.nat(2) });
    fc.assert(
      fc.property(
        run,
        effect,
        fc.array(silent),
        fc.array(scattered),
        fc.func(fc.integer()),
        (all, promised, down, others, order) => {
          const known = all.filter(({ status }) => ![503, 429, 500].includes(status));
          // Those of one instant have no order.
          fc.pre(new Set(known.map(({ after }) => after)).size === known.length);
          const foreign = others.map(({ of, index }) => {
            const elsewhere = [{ lane: "other" }, { device: "other" }, { resource: "other" }][index];
            return { ...facts([of])[0], ...elsewhere } as AnswerFact;
          });
          const mixed = [...facts(known), ...facts(down), ...foreign].sort((a, b) => order(a) - order(b));
          const verdict = verdictOf(question({ facts: mixed, acked: ACKED, promised: { effect: promised } }));
          expect(verdict).toEqual(judge(known, { effect: promised }));
        },
      ),
    );
  });

  it("names figures of the record: the first refusal, the last acceptance, the last request", () => {
    fc.assert(
      fc.property(run, effect, (all, promised) => {
        const told = all.filter(({ after, status }) => after >= 0 && [200, 401, 403].includes(status));
        const [refused, accepted] = [
          told.filter((one) => one.status !== 200),
          told.filter((one) => one.status === 200),
        ];
        const least = (list: Sent[]) =>
          list.length > 0 ? Math.min(...list.map(({ after }) => after)) : null;
        const most = (list: Sent[]) => (list.length > 0 ? Math.max(...list.map(({ after }) => after)) : null);
        expect(judge(all, { effect: promised })).toMatchObject({
          measuredMs: least(refused),
          lastAcceptedMs: most(accepted),
          watchedMs: most(told) ?? 0,
          lane: LANE.id,
          promised,
        });
      }),
    );
  });

  it("never thinks worse of a lane for being asked less often, but for what was said before the act", () => {
    fc.assert(
      fc.property(run, effect, fc.func(fc.boolean()), (all, promised, isKept) => {
        const fewer = all.filter((one) => one.after < 0 || isKept(one));
        const [more, less] = [judge(all, { effect: promised }), judge(fewer, { effect: promised })];
        if (more.agrees) expect(less.agrees).toBe(true);
      }),
    );
  });
});
