// One step of one mode: what happens, in words and in the picture, and what was recorded of it.

import type { ReactNode } from "react";
import { Steps } from "@/app/_ui/drawings/steps";
import { FactLink } from "@/app/_ui/words/fact-link";
import { strategyLook } from "@/app/_ui/words/strategies";
import type { Flow } from "@/lib/labs/flow/recorded";
import { partsOf } from "./arrows";
import { AnswerBlock, CookieBlocks, RowBlock, SentBlock, TokenBlock } from "./wire";
import type { StepId } from "./words";

interface SideProps {
  flow: Flow;
  plain: string;
  picture: string;
  step: StepId;
}

export function Side({ flow, plain, picture, step }: SideProps) {
  return (
    <div className="grid min-w-0 gap-3">
      <p>{plain}</p>
      <p className="text-[0.9375rem] text-muted">{picture}</p>
      {recorded[step](flow)}
      <p className="text-sm">
        <FactLink kind="flow" name={step}>
          The code of this step
        </FactLink>
      </p>
    </div>
  );
}

const FLAGS = [
  { name: "HttpOnly", says: "no script can read it." },
  { name: "Secure", says: "over https only." },
  { name: "__Host-", says: "for this host alone." },
  { name: "SameSite", says: "at Lax, not with another site’s forms." },
  { name: "Max-Age", says: "so long the browser keeps it, in seconds." },
];

function Flags() {
  return (
    <ul className="grid gap-0.5 text-sm text-muted">
      {FLAGS.map(({ name, says }) => (
        <li key={name}>
          <FactLink kind="cookie" name={name}>
            {name}
          </FactLink>
          : {says}
        </li>
      ))}
    </ul>
  );
}

const recorded: Record<StepId, (flow: Flow) => ReactNode> = {
  send: ({ signIn }) => <SentBlock request={signIn.request} />,
  check(flow) {
    const { account, check } = partsOf(flow);
    return (
      <>
        <Steps steps={[...account, ...check]} mode={flow.lane.mode} />
        <RowBlock table="users" columns={flow.signIn.account} />
      </>
    );
  },
  make: (flow) => (
    <>
      <Steps steps={partsOf(flow).make} mode={flow.lane.mode} />
      {flow.signIn.token ? <TokenBlock token={flow.signIn.token} /> : null}
    </>
  ),
  write: (flow) => (
    <>
      <Steps steps={partsOf(flow).write} mode={flow.lane.mode} />
      {flow.signIn.stored.map(({ table, columns }) => (
        <RowBlock key={table} table={table} columns={columns} />
      ))}
    </>
  ),
  cookies: ({ signIn }) => (
    <>
      <CookieBlocks lines={signIn.answer.setCookie} />
      <Flags />
      <AnswerBlock answer={signIn.answer} />
    </>
  ),
  request: ({ first }) => <SentBlock request={first.request} />,
  gate: ({ first, lane }) => <Steps steps={first.gate} mode={lane.mode} />,
  guard: ({ first, lane }) => (
    <>
      {lane.strategy ? <p>{strategyLook[lane.strategy].checks}</p> : null}
      <Steps steps={first.steps} mode={lane.mode} />
    </>
  ),
  answer: ({ first }) => <AnswerBlock answer={first.answer} />,
  again: ({ second, lane }) => (
    <>
      <h4 className="text-sm font-medium">At the gate</h4>
      <Steps steps={second.gate} mode={lane.mode} />
      <h4 className="text-sm font-medium">At the guard</h4>
      <Steps steps={second.steps} mode={lane.mode} />
    </>
  ),
};
