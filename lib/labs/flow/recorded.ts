import { z } from "zod";
import type { TraceStep } from "@/lib/auth/contract";
import type { RecordedLane, Recording } from "../contract";

// What a run of the request's way has recorded, read back from its marks: for each mode a sign-in and two requests,
// with what went over the wire, what was stored and every step with its time. Secrets were masked before they got here.

const OUTCOMES = [
  "ok",
  "remembered",
  "missing",
  "malformed",
  "bad_signature",
  "expired",
  "not_yet_valid",
  "wrong_audience",
  "wrong_type",
  "unknown",
  "revoked",
  "idle_timeout",
  "user_disabled",
  "conflict",
] as const satisfies readonly TraceStep["outcome"][];

const stepSchema = z.object({
  name: z.string(),
  outcome: z.enum(OUTCOMES),
  microseconds: z.number(),
  reads: z.number(),
});

export const stepsSchema = z.array(stepSchema);
/** What looked at one request: the gate before anything else, then the guard. */
const lookSchema = z.object({ gate: stepsSchema, steps: stepsSchema });
export type Look = z.infer<typeof lookSchema>;
const cells = z.record(z.string(), z.string());

const exchangeSchema = z.object({
  /** "POST /api/labs/live/…": the request's line, its headers and its body; secrets masked. */
  request: z.object({ line: z.string(), headers: cells, body: z.string().nullable() }),
  answer: z.object({ status: z.number(), setCookie: z.array(z.string()), body: z.string() }),
  ...lookSchema.shape,
});
export type Exchange = z.infer<typeof exchangeSchema>;

const signInSchema = exchangeSchema.extend({
  account: cells,
  /** The rows that the sign-in left behind, by the names of their columns. */
  stored: z.array(z.object({ table: z.string(), columns: cells })),
  /** What anybody can read in the credential; null where it is sealed. */
  token: z
    .object({
      parts: z.object({ header: z.string(), payload: z.string(), signature: z.string() }),
      header: z.string(),
      claims: z.string(),
    })
    .nullable(),
});
export type RecordedSignIn = z.infer<typeof signInSchema>;

/** The steps of one sign-in and its two requests. */
const roundSchema = z.object({ signIn: stepsSchema, first: lookSchema, second: lookSchema });
export type Round = z.infer<typeof roundSchema>;

/** The names of the marks. */
export const ACT = {
  signIn: "sign-in",
  first: "first-request",
  second: "second-request",
  again: "again",
} as const;

export interface Flow {
  lane: RecordedLane;
  signIn: RecordedSignIn;
  first: Exchange;
  /** The same request once more: some of the work is remembered. */
  second: Exchange;
  /** All of it, once for each time it was done: the first is the one recorded in full. */
  rounds: Round[];
}

/** A lane that is not complete is left out: the run was cut short. */
export function flowsOf({ lanes, facts }: Recording): Flow[] {
  return lanes.flatMap((lane) => {
    const detailOf = (act: string) =>
      facts.find((fact) => fact.kind === "mark" && fact.lane === lane.id && fact.act === act)?.detail;
    const signIn = signInSchema.safeParse(detailOf(ACT.signIn));
    const first = exchangeSchema.safeParse(detailOf(ACT.first));
    const second = exchangeSchema.safeParse(detailOf(ACT.second));
    if (!signIn.success || !first.success || !second.success) return [];
    const once: Round = { signIn: signIn.data.steps, first: first.data, second: second.data };
    const again = facts.flatMap((fact) => {
      const isAgain = fact.kind === "mark" && fact.lane === lane.id && fact.act === ACT.again;
      const round = roundSchema.safeParse(isAgain ? fact.detail : null);
      return round.success ? [round.data] : [];
    });
    return [{ lane, signIn: signIn.data, first: first.data, second: second.data, rounds: [once, ...again] }];
  });
}
