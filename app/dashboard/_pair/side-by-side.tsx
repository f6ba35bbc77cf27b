// The pair on the page: how to issue one, both halves next to each other, and the timeline under them.

import { ActForm } from "@/app/_pair/_live/act-form.client";
import { StatusWithoutScript } from "@/app/_pair/_live/act-status.client";
import { IssueForm } from "@/app/_pair/_live/issue-form.client";
import { PairScene } from "@/app/_pair/_live/pair-scene.client";
import { Timeline } from "@/app/_pair/_live/timeline.client";
import { Card } from "@/app/_ui/shell/card";
import { GuaranteesTable } from "@/app/_ui/words/guarantees-table";
import type { Guarantees, IssuePolicy, ModeName } from "@/lib/auth/contract";
import type { PairView } from "@/lib/pair/view";
import { pairAction } from "../actions";
import { Half } from "./half";

interface SideBySideProps {
  pair: PairView | null;
  guarantees: Record<ModeName, Guarantees>;
  /** The account's own terms: what the first pair is issued with. */
  terms: Pick<IssuePolicy["jwt"], "alg" | "revocation">;
}

export function SideBySide({ pair, guarantees, terms }: SideBySideProps) {
  const strategy = pair?.strategy ?? terms.revocation;
  const checkedAt = pair?.checkedAt ?? new Date();
  return (
    <PairScene pairId={pair?.id ?? null} action={pairAction}>
      <Card
        id="pair"
        title="Side by side"
        lead={
          pair
            ? "One real credential of each kind, both yours, in cookies of their own. The lights are real requests, one a second."
            : "Issue one real credential of each kind and keep both in this browser. Then revoke them in the same moment, and watch how long each goes on working."
        }
      >
        <IssueForm
          strategy={strategy}
          alg={pair?.alg ?? terms.alg}
          accessTtlSeconds={pair?.accessTtlSeconds ?? 60}
          first={!pair}
        />
        <StatusWithoutScript />
      </Card>
      <div className="grid min-w-0 gap-5 lg:grid-cols-2">
        <Half mode="session" pair={pair} checkedAt={checkedAt} />
        <Half mode="jwt" pair={pair} checkedAt={checkedAt} />
      </div>
      {pair ? (
        <Card id="timeline" title="When each one stops working">
          <Timeline>
            <ActForm act="revoke-both" variant="primary" size="md">
              Revoke both now
            </ActForm>
          </Timeline>
          <SmallPrint />
        </Card>
      ) : null}
      <Card
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

function SmallPrint() {
  return (
    <p className="max-w-prose text-sm text-muted">
      The pair’s cookies stay in the browser for 20 minutes, longer than what is in them is good for. That is
      on purpose: you see the server refuse, not the browser forget. The app’s own guard never accepts the
      pair.
    </p>
  );
}
