// One half of the pair: its light, the cookie as the browser holds it and what is behind it.
// The same for both modes; where they differ, it is words in a table keyed by mode.

import type { ReactNode } from "react";
import { type FirstLook, ProbeLight } from "@/app/_pair/_live/probe-light.client";
import { ProbeReport } from "@/app/_pair/_live/probe-report.client";
import { CardIllustration, TicketIllustration } from "@/app/_ui/drawings/illustrations";
import { Card } from "@/app/_ui/shell/card";
import { EmptyState } from "@/app/_ui/shell/empty-state";
import { modeLook } from "@/app/_ui/words/modes";
import type { ModeName } from "@/lib/auth/contract";
import type { PairHalf } from "@/lib/pair/pair";
import type { PairView } from "@/lib/pair/view";
import { CookieFacts } from "../_own/cookie-facts";
import { Inside, Value } from "../_own/inside";
import { Kept } from "../_own/kept";

interface HalfWords {
  none: string;
  invitation: string;
  picture: ReactNode;
}

const words: Record<ModeName, HalfWords> = {
  session: {
    none: "No ticket yet",
    picture: <TicketIllustration />,
    invitation: "A random number in a sealed cookie, and the row it leads to. Issue a pair to see both.",
  },
  jwt: {
    none: "No ID card yet",
    picture: <CardIllustration />,
    invitation:
      "A signed token with your name in it. What is looked up besides is your choice: issue a pair to take it apart.",
  },
};

interface HalfProps {
  mode: ModeName;
  pair: PairView | null;
  first: FirstLook | null;
}

export function Half({ mode, pair, first }: HalfProps) {
  const { label } = modeLook[mode];
  if (!pair || !first)
    return (
      <Card id={`pair-${mode}`} title={label} mode={mode}>
        {words[mode].picture}
        <div className="grid gap-1 text-center">
          <p className="font-medium">{words[mode].none}</p>
          <p className="text-[0.9375rem] text-muted">{words[mode].invitation}</p>
        </div>
      </Card>
    );
  const half = pair.halves[mode];
  return (
    <Card id={`pair-${mode}`} title={label} mode={mode} aside={<ProbeLight mode={mode} first={first} />}>
      <ProbeReport mode={mode} first={first} />
      {half ? <Held mode={mode} half={half} pair={pair} /> : <NotHeld>{notHeld}</NotHeld>}
    </Card>
  );
}

function Held({ mode, half, pair }: { mode: ModeName; half: PairHalf; pair: PairView }) {
  return (
    <>
      <CookieFacts cookie={half.cookie} mode={mode}>
        <Value introspection={half} changed={half.changed} />
      </CookieFacts>
      <Kept introspection={half} strategy={pair.strategy} family={pair.family} />
      <Inside introspection={half} />
    </>
  );
}

const notHeld =
  "This browser no longer holds this cookie. The copy from the moment of issue can be replayed.";

function NotHeld({ children }: { children: ReactNode }) {
  return <EmptyState title="No cookie">{children}</EmptyState>;
}
