"use client";
// The refresh tokens of one lane as a tree that grows downwards: each token in the middle, the owner's doings on its
// left, the thief's on its right. Whoever holds a token has a line to it.

import type { ReactNode } from "react";
import { Sign } from "@/app/_ui/drawings/icons";
import type { RecordedLane } from "@/lib/labs/contract";
import { PEOPLE, type TokenNode, type Who } from "@/lib/labs/theft/shared/family";
import { linesOf } from "./shared/words";

export const personLabel: Record<Who, string> = { owner: "Owner", thief: "Thief" };

const shapes: Record<Who, ReactNode> = {
  owner: <circle cx="6" cy="6" r="4.5" />,
  thief: <path d="M6 .8L11.2 6 6 11.2.8 6z" />,
};

/** Written out: Tailwind reads class names from the source. */
const paints: Record<Who, { stroke: string; fill: string }> = {
  owner: { stroke: "stroke-ink", fill: "fill-ink" },
  thief: { stroke: "stroke-thief", fill: "fill-thief" },
};

/** A disc for the owner, a diamond in the thief's color for the thief; filled: holds it still. */
export function PersonSign({ who, filled = true }: { who: Who; filled?: boolean }) {
  return (
    <svg
      viewBox="0 0 12 12"
      aria-hidden="true"
      focusable="false"
      strokeWidth="1.4"
      className={`size-3 shrink-0 ${paints[who].stroke} ${filled ? paints[who].fill : "fill-raised"}`}
    >
      {shapes[who]}
    </svg>
  );
}

const columns =
  "grid grid-cols-[minmax(0,1fr)_2.75rem_minmax(0,1fr)] sm:grid-cols-[minmax(0,1fr)_3.25rem_minmax(0,1fr)]";

export function TheftTree({ lane, tokens }: { lane: RecordedLane; tokens: readonly TokenNode[] }) {
  return (
    <div className="min-w-0 rounded-md bg-sunken px-2 pt-2 pb-3 text-sm">
      <div className={`${columns} pb-1 text-muted`} aria-hidden="true">
        <span className="flex items-center justify-end gap-1.5">
          {personLabel.owner} <PersonSign who="owner" />
        </span>
        <span />
        <span className="flex items-center gap-1.5">
          <PersonSign who="thief" /> {personLabel.thief}
        </span>
      </div>
      <ol aria-label={`Refresh tokens of “${lane.label}”`}>
        {tokens.map((token, index) => (
          <TokenRow key={token.name} token={token} tokens={tokens} first={index === 0} />
        ))}
      </ol>
    </div>
  );
}

interface TokenRowProps {
  token: TokenNode;
  tokens: readonly TokenNode[];
  first: boolean;
}

function TokenRow({ token, tokens, first }: TokenRowProps) {
  const noticed = token.uses.some(({ outcome }) => outcome === "reused");
  const spent = token.uses.some(({ outcome }) => outcome === "exchanged");
  const dead =
    !spent && (isRevoked(token, tokens) || token.uses.some(({ outcome }) => outcome === "refused"));
  const next = tokens.some(({ parent }) => parent === token.name);
  const node = noticed
    ? "border-bad bg-bad-soft text-bad"
    : dead
      ? "border-dashed border-bad bg-sunken text-bad"
      : spent
        ? "border-line-strong bg-sunken text-muted"
        : "border-ink bg-raised";
  return (
    <li className={`${columns} ${token.parent === null && !first ? "mt-2 border-t border-line pt-3" : ""}`}>
      <Side token={token} tokens={tokens} who="owner" />
      <span className="relative flex flex-col items-center">
        {next ? <span className="absolute top-3 bottom-0 w-px bg-line-strong" /> : null}
        {token.parent === null ? null : <span className="absolute top-0 h-3 w-px bg-line-strong" />}
        <span
          className={`relative grid min-w-9 place-items-center rounded-full border-2 px-1.5 text-xs leading-5 font-semibold tabular-nums ${node}`}
        >
          {token.name}
        </span>
        {noticed ? (
          <Sign name="cross" className="relative mt-0.5 size-4 rounded-full bg-sunken text-bad" />
        ) : null}
      </span>
      <Side token={token} tokens={tokens} who="thief" />
    </li>
  );
}

/** Was one of its family shown twice? Then all of them are worthless. */
function isRevoked(token: TokenNode, tokens: readonly TokenNode[]): boolean {
  const family = rootOf(token, tokens);
  return tokens.some(
    (other) => other.uses.some(({ outcome }) => outcome === "reused") && rootOf(other, tokens) === family,
  );
}

function rootOf(token: TokenNode, tokens: readonly TokenNode[]): TokenNode {
  const parent = tokens.find(({ name }) => name === token.parent);
  return parent ? rootOf(parent, tokens) : token;
}

function Side({ token, tokens, who }: { token: TokenNode; tokens: readonly TokenNode[]; who: Who }) {
  const lines = linesOf(token, who, tokens);
  const holding = token.holdings.findLast(({ by }) => by === who);
  const left = who === PEOPLE[0];
  return (
    <span
      className={`flex min-w-0 items-start gap-1.5 pb-3 ${left ? "flex-row-reverse text-right" : ""} ${lines.length === 0 ? "invisible" : ""}`}
    >
      {holding ? (
        <span className={`mt-[0.4rem] flex shrink-0 items-center ${left ? "flex-row-reverse" : ""}`}>
          <span className="h-px w-2 bg-line-strong" />
          <PersonSign who={who} filled={holding.until === null} />
        </span>
      ) : null}
      <span className="grid min-w-0 gap-y-1 leading-tight tabular-nums">
        <span className="sr-only">{personLabel[who]}: </span>
        {lines.map(({ text, bad }) => (
          <span key={text} className={bad ? "font-medium text-bad" : ""}>
            {text}
          </span>
        ))}
      </span>
    </span>
  );
}
