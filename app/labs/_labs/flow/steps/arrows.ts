// The arrows of the sequence diagram: who speaks to whom in each step, in both modes. Where they do the same, one arrow
// stands for both; where not, each has its own in its color.

import type { ModeName, TraceStep } from "@/lib/auth/contract";
import type { Flow, Round } from "@/lib/labs/flow/recorded";
import type { Arrow } from "./sequence.client";
import { STEPS, type StepId } from "./words";

const [BROWSER, GATE, SERVER, STORE] = [0, 1, 2, 3];

const MAKES: Record<ModeName, string> = { session: "seal", jwt: "sign" };

const readsOf = (steps: readonly TraceStep[]): number => steps.reduce((sum, { reads }) => sum + reads, 0);

/** The parts of a sign-in's work, in their order: what looks the person up, writes it down, makes the credential. */
export const PARTS = {
  account: ({ signIn }: Round) => signIn.slice(0, 1),
  check: ({ signIn }: Round) => signIn.slice(1, 2),
  write: ({ signIn }: Round) => signIn.slice(2, -1),
  make: ({ signIn }: Round) => signIn.slice(2).slice(-1),
  gate: ({ first }: Round) => first.gate,
  guard: ({ first }: Round) => first.steps,
  gateAgain: ({ second }: Round) => second.gate,
  guardAgain: ({ second }: Round) => second.steps,
} as const;

export function arrowsOf(flows: readonly Flow[]): Arrow[] {
  const ways = flows.map((flow) => ({ mode: flow.lane.mode, arrows: wayOf(flow) }));
  const [one, other] = ways;
  if (!one) return [];
  return one.arrows.flatMap((arrow, index): Arrow[] => {
    const second = other?.arrows[index];
    if (!other || !second) return [{ ...arrow, mode: null }];
    if (second.from === arrow.from && second.to === arrow.to)
      return [{ ...arrow, mode: null, label: bothLabels(arrow.label, second.label) }];
    return [
      { ...arrow, mode: one.mode },
      { ...second, mode: other.mode },
    ];
  });
}

const bothLabels = (one: string, other: string): string => (one === other ? one : `${one} / ${other}`);

function wayOf({ lane, first }: Flow): Omit<Arrow, "mode">[] {
  const asksStore = readsOf(first.steps) > 0;
  return [
    arrow("send", BROWSER, SERVER, "POST sign-in"),
    arrow("check", SERVER, STORE, "SELECT account"),
    arrow("check", SERVER, SERVER, "Argon2id"),
    arrow("write", SERVER, STORE, "INSERT"),
    arrow("make", SERVER, SERVER, MAKES[lane.mode]),
    arrow("cookies", SERVER, BROWSER, "200, Set-Cookie"),
    arrow("request", BROWSER, GATE, "GET, Cookie"),
    arrow("gate", GATE, GATE, "no store"),
    arrow("guard", GATE, SERVER, "pass"),
    arrow("guard", SERVER, asksStore ? STORE : SERVER, asksStore ? "verify, SELECT" : "verify"),
    arrow("answer", SERVER, BROWSER, "200"),
    arrow("again", BROWSER, SERVER, "GET again"),
  ];
}

function arrow(step: StepId, from: number, to: number, label: string): Omit<Arrow, "mode"> {
  return { step: STEPS.findIndex(({ id }) => id === step), from, to, label };
}
