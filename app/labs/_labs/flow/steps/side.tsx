// One step of one mode: what happens, in words and in the picture, and what was recorded of it.

import type { ReactNode } from "react";
import { strategyLook } from "@/app/_ui/words/strategies";
import type { Flow } from "@/lib/labs/flow/recorded";
import { PARTS } from "./arrows";
import { measured, type Part, type Scale } from "./measured";
import { StepTimes } from "./step-times";
import { AnswerBlock, CookieBlocks, RowBlock, SentBlock, TokenBlock } from "./wire";
import type { StepId } from "./words";

interface SideProps {
  flow: Flow;
  scale: Scale;
  plain: string;
  picture: string;
  step: StepId;
}

export function Side({ flow, scale, plain, picture, step }: SideProps) {
  return (
    <div className="grid min-w-0 gap-3">
      <p>{plain}</p>
      <p className="text-[0.9375rem] text-muted">{picture}</p>
      {recorded[step](flow, (part) => (
        <StepTimes steps={measured(flow, part)} scale={scale} mode={flow.lane.mode} />
      ))}
    </div>
  );
}

const ATTRIBUTES =
  "HttpOnly: no script can read it. Secure and the name’s __Host-: over https, to this host alone. SameSite=Lax: not with another site’s forms. Max-Age: how long the browser keeps it, in seconds.";

const recorded: Record<StepId, (flow: Flow, times: (part: Part) => ReactNode) => ReactNode> = {
  send: ({ signIn }) => <SentBlock request={signIn.request} />,
  check: ({ signIn }, times) => (
    <>
      {times((round) => [...PARTS.account(round), ...PARTS.check(round)])}
      <RowBlock table="users" columns={signIn.account} />
    </>
  ),
  make: ({ signIn }, times) => (
    <>
      {times(PARTS.make)}
      {signIn.token ? <TokenBlock token={signIn.token} /> : null}
    </>
  ),
  write: ({ signIn }, times) => (
    <>
      {times(PARTS.write)}
      {signIn.stored.map(({ table, columns }) => (
        <RowBlock key={table} table={table} columns={columns} />
      ))}
    </>
  ),
  cookies: ({ signIn }) => (
    <>
      <CookieBlocks lines={signIn.answer.setCookie} />
      <p className="text-sm text-muted">{ATTRIBUTES}</p>
      <AnswerBlock answer={signIn.answer} />
    </>
  ),
  request: ({ first }) => <SentBlock request={first.request} />,
  gate: (_flow, times) => times(PARTS.gate),
  guard: ({ lane }, times) => (
    <>
      {lane.strategy ? <p>{strategyLook[lane.strategy].checks}</p> : null}
      {times(PARTS.guard)}
    </>
  ),
  answer: ({ first }) => <AnswerBlock answer={first.answer} />,
  again: (_flow, times) => (
    <>
      <h4 className="text-sm font-medium">At the gate</h4>
      {times(PARTS.gateAgain)}
      <h4 className="text-sm font-medium">At the guard</h4>
      {times(PARTS.guardAgain)}
    </>
  ),
};
