"use client";

// What the lab "stale-claims" shows besides the lanes: what is true of the account, and what every credential says of
// it right now.

import { ModeIcon, Sign, type SignName } from "@/app/_ui/drawings/icons";
import { Card } from "@/app/_ui/shell/card";
import { modeLook } from "@/app/_ui/words/modes";
import type { AnswerFact, MarkFact, RecordedLane, Recording, Verdict } from "@/lib/labs/contract";
import { delay, instant, reasonInBrief } from "../../_drawing/words";
import type { PanelProps } from "../look";

type Says = "admin" | "stale" | "user" | "refused";

const looks: Record<Says, { sign: SignName; text: string; words: string }> = {
  admin: { sign: "check", text: "text-ok", words: "says admin" },
  stale: { sign: "info", text: "text-warn", words: "still says admin" },
  user: { sign: "check", text: "text-ok", words: "says user" },
  refused: { sign: "cross", text: "text-bad", words: "is refused" },
};

export function StaleClaimsPanel({ run: { recording, conclusion } }: PanelProps) {
  if (recording.lanes.length === 0) return null;
  const change = recording.facts.find(changesAccount);
  return (
    <Card
      id="claims"
      title="What each credential says"
      lead="A claim is what was true when the credential was made, or when its row was last read."
    >
      <p>
        <span className="text-muted">The account’s row says: </span>
        <strong className="font-semibold">{truthOf(change)}</strong>
        {change ? <span className="text-muted tabular-nums"> since {instant(change.end)}</span> : null}
      </p>
      <ul className="grid min-w-0 gap-3 sm:grid-cols-2 xl:grid-cols-4">
        {recording.lanes.map((lane) => (
          <LaneClaim
            key={lane.id}
            lane={lane}
            last={lastAnswer(recording, lane.id)}
            change={change}
            verdict={conclusion.verdicts.find((verdict) => verdict.lane === lane.id)}
          />
        ))}
      </ul>
    </Card>
  );
}

interface LaneClaimProps {
  lane: RecordedLane;
  last: AnswerFact | undefined;
  change: MarkFact | undefined;
  verdict: Verdict | undefined;
}

function LaneClaim({ lane, last, change, verdict }: LaneClaimProps) {
  const says = last && saysOf(last, change);
  const look = says && looks[says];
  return (
    <li className="grid min-w-0 content-start gap-1 rounded-lg border border-line px-4 py-3">
      <p className="flex items-start gap-2 text-sm">
        <ModeIcon mode={lane.mode} className={`mt-0.5 size-4 ${modeLook[lane.mode].text}`} />
        {lane.label}
      </p>
      {look ? (
        <p className={`flex items-start gap-1.5 font-semibold ${look.text}`}>
          <Sign name={look.sign} className="mt-1 size-4" />
          {look.words}
          {says === "refused" ? `: ${reasonInBrief(verdict?.reason ?? last?.reason ?? null)}` : null}
        </p>
      ) : (
        <p className="text-muted">Not asked yet</p>
      )}
      {verdict ? <p className="text-sm text-muted tabular-nums">{heldOn(verdict)}</p> : null}
    </li>
  );
}

const changesAccount = (fact: Recording["facts"][number]): fact is MarkFact =>
  fact.kind === "mark" && fact.detail !== undefined && ("role" in fact.detail || "disabled" in fact.detail);

const truthOf = (change: MarkFact | undefined): string =>
  change === undefined
    ? "admin"
    : change.detail?.disabled === true
      ? "disabled"
      : String(change.detail?.role);

/** Of those that tell something of the credential: a server that is down does not. */
const lastAnswer = ({ facts }: Recording, lane: string): AnswerFact | undefined =>
  facts.findLast(
    (fact): fact is AnswerFact => fact.kind === "answer" && fact.lane === lane && fact.status < 500,
  );

function saysOf({ accepted, role, at }: AnswerFact, change: MarkFact | undefined): Says {
  if (!accepted) return "refused";
  if (role !== "admin") return "user";
  return change && at >= change.end ? "stale" : "admin";
}

function heldOn({ measuredMs, lastAcceptedMs, watchedMs }: Verdict): string {
  if (measuredMs === null) return `Said admin for ${delay(watchedMs)} and more`;
  return lastAcceptedMs === null
    ? "Noticed at the next request"
    : `Said admin for ${delay(lastAcceptedMs)} more`;
}
