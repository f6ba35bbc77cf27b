// The pair on the page: what happens to it and what can be done, how to issue one, and both halves next to each other.

import type { ReactNode } from "react";
import { StatusWithoutScript } from "@/app/_pair/_live/act-status.client";
import { IssueForm } from "@/app/_pair/_live/issue-form.client";
import { MomentButton } from "@/app/_pair/_live/moment-button.client";
import { PairOnStage } from "@/app/_pair/_live/pair-on-stage.client";
import { PairScene } from "@/app/_pair/_live/pair-scene.client";
import { Timeline } from "@/app/_pair/_live/timeline.client";
import { firstLooks } from "@/app/_pair/first-look";
import { ButtonLink } from "@/app/_ui/controls/button";
import { Card } from "@/app/_ui/shell/card";
import { GuaranteesTable } from "@/app/_ui/words/guarantees-table";
import { describeSeconds } from "@/app/_ui/words/modes";
import { strategyLook } from "@/app/_ui/words/strategies";
import type { Guarantees, IssuePolicy, ModeName } from "@/lib/auth/contract";
import type { PairView } from "@/lib/pair/view";
import { pairAction } from "../actions";
import { Half } from "./half";
import { PairActs } from "./pair-acts";

interface SideBySideProps {
  pair: PairView | null;
  guarantees: Record<ModeName, Guarantees>;
  /** The account's own terms: what the first pair is issued with. */
  terms: Pick<IssuePolicy["jwt"], "alg" | "revocation">;
  /** Between the pair and what is promised. */
  children: ReactNode;
}

/** On one screen, to be shown to others. */
export function PairStage({ pair, terms }: Pick<SideBySideProps, "pair" | "terms">) {
  const issued = issuedOf(pair, terms);
  const { strategy, alg, accessTtlSeconds } = issued;
  return (
    <PairScene pairId={pair?.id ?? null} action={pairAction}>
      <PairOnStage
        first={pair && firstLooks(pair.halves, pair.checkedAt)}
        terms={issued}
        what={`JWT: ${strategyLook[strategy].label}, ${alg}, ${describeSeconds(accessTtlSeconds)}`}
      />
    </PairScene>
  );
}

/** What the pair was issued with, or the first one will be. */
const issuedOf = (pair: PairView | null, terms: SideBySideProps["terms"]) => ({
  strategy: pair?.strategy ?? terms.revocation,
  alg: pair?.alg ?? terms.alg,
  accessTtlSeconds: pair?.accessTtlSeconds ?? 60,
});

export function SideBySide({ pair, guarantees, terms, children }: SideBySideProps) {
  const issued = issuedOf(pair, terms);
  const { strategy } = issued;
  const first = pair && firstLooks(pair.halves, pair.checkedAt);
  return (
    <PairScene pairId={pair?.id ?? null} action={pairAction}>
      {first ? (
        <Card
          id="timeline"
          title="When each one stops working"
          aside={
            <ButtonLink href="/dashboard?stage" prefetch={false} size="sm">
              Stage
            </ButtonLink>
          }
        >
          <Timeline first={first} start={<MomentButton terms={issued} />}>
            <PairActs />
          </Timeline>
        </Card>
      ) : null}
      <Card
        quiet={first !== null}
        id="pair"
        title={first ? "A new pair" : "Side by side"}
        lead={
          first
            ? "It takes the place of this one. A pair’s cookies stay for 20 minutes, longer than what is in them is good for: you see the server refuse, not the browser forget. The app’s own guard never accepts them."
            : "Issue one real credential of each kind and keep both in this browser. Then revoke them in the same moment, and watch how long each goes on working."
        }
      >
        <IssueForm {...issued} first={!pair} />
        <StatusWithoutScript />
      </Card>
      <div className="grid min-w-0 gap-5 lg:grid-cols-2">
        <Half mode="session" pair={pair} first={first?.session ?? null} />
        <Half mode="jwt" pair={pair} first={first?.jwt ?? null} />
      </div>
      {children}
      <Card
        quiet
        id="promises"
        title="What each one promises"
        lead="Read from the modes themselves; the tests of this app assert the same table."
      >
        <GuaranteesTable
          columns={[
            { mode: "session", guarantees: guarantees.session },
            { mode: "jwt", strategy, guarantees: guarantees.jwt },
          ]}
        />
      </Card>
    </PairScene>
  );
}
