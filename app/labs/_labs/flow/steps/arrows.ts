// The arrows of the sequence diagram: who speaks to whom in each step, with the time it took, from the recording.

import { micros } from "@/app/_ui/words/words";
import type { ModeName, TraceStep } from "@/lib/auth/contract";
import type { Flow } from "@/lib/labs/flow/recorded";
import type { Arrow } from "./sequence.client";
import { STEPS, type StepId } from "./words";

const MAKES: Record<ModeName, string> = { session: "seal", jwt: "signature" };
const LOOKS: Record<ModeName, string> = { session: "seal, date", jwt: "signature, date" };

const [BROWSER, GATE, SERVER, STORE] = [0, 1, 2, 3];

export const sumOf = (steps: readonly TraceStep[]): number =>
  steps.reduce((sum, { microseconds }) => sum + microseconds, 0);

const readsOf = (steps: readonly TraceStep[]): number => steps.reduce((sum, { reads }) => sum + reads, 0);

/** The sign-in's work: what looks the person up, what writes the sign-in down, what makes the credential. */
export function partsOf({ signIn }: Flow): Record<"account" | "check" | "write" | "make", TraceStep[]> {
  const [account, check, ...rest] = signIn.steps;
  return {
    account: account ? [account] : [],
    check: check ? [check] : [],
    write: rest.slice(0, -1),
    make: rest.slice(-1),
  };
}

export function arrowsOf(flow: Flow): Arrow[] {
  const { signIn, first, second } = flow;
  const { account, check, write, make } = partsOf(flow);
  const table = signIn.stored[0]?.table ?? "rows";
  const asksStore = readsOf(first.steps) > 0;
  return [
    arrow("send", BROWSER, SERVER, "POST sign-in"),
    arrow("check", SERVER, STORE, timed("SELECT users", account)),
    arrow("check", SERVER, SERVER, timed("Argon2id", check)),
    arrow("write", SERVER, STORE, timed(`INSERT ${table}`, write)),
    arrow("make", SERVER, SERVER, timed(MAKES[flow.lane.mode], make)),
    arrow("cookies", SERVER, BROWSER, "200, Set-Cookie"),
    arrow("request", BROWSER, GATE, "GET, Cookie"),
    arrow("gate", GATE, GATE, timed(LOOKS[flow.lane.mode], first.gate)),
    arrow("guard", GATE, SERVER, "pass"),
    arrow(
      "guard",
      SERVER,
      asksStore ? STORE : SERVER,
      timed(asksStore ? "verify, SELECT" : "verify", first.steps),
    ),
    arrow("answer", SERVER, BROWSER, "200"),
    arrow("again", BROWSER, SERVER, timed("GET again", [...second.gate, ...second.steps])),
  ];
}

function arrow(step: StepId, from: number, to: number, label: string): Arrow {
  return { step: STEPS.findIndex(({ id }) => id === step), from, to, label };
}

const timed = (label: string, steps: readonly TraceStep[]): string => `${label} · ${micros(sumOf(steps))}`;
