// What became of each refresh token of a lane. Goes through the facts in the order of time and keeps in mind what
// each jar holds, as the jars did; sees no token, only that one was copied, presented or received.

import type { AnswerFact, Fact, MarkFact } from "../../contract";
import { ACT, isCopy, type LaneStory, type TokenNode, type Use, type Who } from "./family";
import { round } from "./presence";

type Chain = Pick<LaneStory, "tokens" | "notices" | "terminal">;
/** With what the recording calls it; null until it is first presented. */
type Known = TokenNode & { label: string | null };

/** `facts`: of one lane, in the order in which they came to be known. */
export function chainOf(facts: readonly Fact[]): Chain {
  const known: Known[] = [];
  const held: Record<Who, Known | null> = { owner: null, thief: null };
  const chain: Chain = { tokens: known, notices: [], terminal: [] };
  take("owner", add(null, null), "issued", 0);
  for (const fact of facts) {
    if (fact.kind === "mark") heard(fact);
    else answered(fact);
  }
  return { ...chain, tokens: known.map(({ label: _label, ...token }) => token) };

  function heard(mark: MarkFact): void {
    if (isCopy(mark)) take("thief", held.owner, "copied", mark.end);
    const by = whoIn(mark.detail?.userAgent);
    if (mark.act === ACT.exchanged && by === "terminal") chain.terminal.push(mark.at);
    if (mark.act !== ACT.reused) return;
    const token = by === "terminal" ? null : held[by];
    const first = token?.uses.find(({ outcome }) => outcome === "exchanged");
    const afterMs = first ? round(mark.at - first.at) : null;
    chain.notices.push({ at: mark.at, by, token: token?.name ?? null, afterMs });
    if (token && by !== "terminal")
      token.uses.push({ by, at: mark.at, end: mark.at, outcome: "reused", to: null });
  }

  function answered(fact: AnswerFact): void {
    const { device, resource, status, refresh } = fact;
    if (!isWho(device)) return;
    const end = fact.at + fact.took;
    const accepted = status >= 200 && status < 300;
    if (resource === "sign-in" || resource === "password") {
      if (accepted) take(device, add(null, refresh?.received ?? null), "issued", end);
    } else if (resource === "sign-out") {
      if (accepted) take(device, null, "received", end);
    } else if (refresh?.received) exchanged(device, fact, refresh.presented, refresh.received);
    else if (status === 401) refused(device, fact);
  }

  function exchanged(by: Who, { at, took }: AnswerFact, presented: string, received: string): void {
    const token = named(by, presented);
    const use = { by, at, end: at + took };
    if (received === presented) {
      token.uses.push({ ...use, outcome: "kept", to: token.name });
      return;
    }
    const next = known.find(({ label }) => label === received) ?? add(token.name, received);
    const outcome = token.uses.some((earlier) => earlier.outcome === "exchanged") ? "repeated" : "exchanged";
    token.uses.push({ ...use, outcome, to: next.name });
    take(by, next, "received", use.end);
  }

  /** The jar goes on sending what is refused: once is enough to know. */
  function refused(by: Who, { at, took }: AnswerFact): void {
    const token = held[by];
    const from = token?.holdings.findLast((holding) => holding.by === by)?.from ?? 0;
    const isKnown = token?.uses.some((use) => use.by === by && isEnd(use));
    // What was on its way before the token came did not bring it.
    if (token && !isKnown && at >= from)
      token.uses.push({ by, at, end: at + took, outcome: "refused", to: null });
  }

  /** What a jar holds gets its label when it is first presented. */
  function named(by: Who, label: string): Known {
    const found = known.find((token) => token.label === label);
    if (found) return found;
    const token = held[by]?.label === null ? held[by] : add(null, label);
    token.label = label;
    return token;
  }

  function add(parent: string | null, label: string | null): Known {
    const token = { name: `R${known.length + 1}`, parent, label, holdings: [], uses: [] };
    known.push(token);
    return token;
  }

  function take(by: Who, token: Known | null, how: "issued" | "copied" | "received", at: number): void {
    if (held[by] === token) return;
    const before = held[by]?.holdings.findLast((holding) => holding.by === by);
    if (before) before.until = at;
    held[by] = token;
    token?.holdings.push({ by, how, from: at, until: null });
  }
}

const isEnd = ({ outcome }: Use): boolean => outcome === "refused" || outcome === "reused";

const isWho = (device: string): device is Who => device === "owner" || device === "thief";

/** As the server saw it; whatever is no device of the run came from a terminal. */
function whoIn(userAgent: unknown): Who | "terminal" {
  const device = /^coatcheck-lab\/1 \((\w+)\)$/.exec(String(userAgent))?.[1] ?? "";
  return isWho(device) ? device : "terminal";
}
