"use client";
// What was measured in each lane beside what its mode promises, as a table: the picture's figures for everybody. A
// contradiction is loud.

import { Alert } from "@/app/_ui/controls/alert";
import { ModeIcon, Sign, type SignName } from "@/app/_ui/drawings/icons";
import { Card } from "@/app/_ui/shell/card";
import { modeLook } from "@/app/_ui/words/modes";
import { Cell, Row, RowHeading, Table } from "@/app/_ui/words/table";
import type { RecordedLane, RunView, Verdict } from "@/lib/labs/contract";
import { noteOf } from "../../_drawing/lane-head";
import {
  type Agreement,
  agreementOf,
  agreementWords,
  delay,
  measuredWords,
  promisedWords,
  reasonInBrief,
} from "../../_drawing/words";

const looks: Record<Agreement, { sign: SignName; text: string }> = {
  agrees: { sign: "check", text: "text-ok" },
  contradicts: { sign: "cross", text: "font-semibold text-bad" },
  open: { sign: "info", text: "text-muted" },
  untold: { sign: "info", text: "text-muted" },
};

const number = new Intl.NumberFormat("en-US");

export function VerdictTable({ run: { recording, conclusion, status } }: { run: RunView }) {
  const { verdicts } = conclusion;
  const running = status === "running";
  if (verdicts.length === 0) return null;
  const against = verdicts.filter((verdict) => agreementOf(verdict) === "contradicts");
  const acts = new Map(verdicts.map(({ mark }) => [mark, markLabel(recording, mark)]));
  const several = new Set(acts.values()).size > 1;
  return (
    <Card
      id="verdicts"
      quiet
      title="Measured beside promised"
      lead="Measured from the moment the server confirmed the act to the first refused request. Each lane is asked four times a second, so the true end lies between the last accepted request and that one. The promise is read from the mode itself."
    >
      {against.length > 0 ? (
        <Alert tone="bad" title="This contradicts what the mode promises">
          {against.map(({ lane }) => labelOf(recording.lanes, lane)).join(", ")}
        </Alert>
      ) : null}
      <ul className="grid divide-y divide-line sm:hidden">
        {verdicts.map((verdict) => (
          <li key={`${verdict.lane} ${verdict.mark}`} className="py-3 first:pt-0 last:pb-0">
            <VerdictItem {...rowOf(verdict)} />
          </li>
        ))}
      </ul>
      <div className="max-sm:hidden">
        <Table
          caption="Measured and promised delay of every lane"
          captionHidden
          head={[
            "Lane",
            ...(several ? ["After"] : []),
            "Measured delay",
            "Promised",
            "Verdict",
            "Refused because",
            "Store reads a request",
            "Cookie",
          ]}
        >
          {verdicts.map((verdict) => (
            <VerdictRow key={`${verdict.lane} ${verdict.mark}`} {...rowOf(verdict)} />
          ))}
        </Table>
      </div>
    </Card>
  );

  function rowOf(verdict: Verdict): VerdictRowProps {
    const lane = recording.lanes.find(({ id }) => id === verdict.lane);
    return { verdict, lane, running, ...(several && { act: acts.get(verdict.mark) ?? verdict.act }) };
  }
}

interface VerdictRowProps {
  verdict: Verdict;
  lane: RecordedLane | undefined;
  running: boolean;
  act?: string;
}

function VerdictRow({ verdict, lane, running, act }: VerdictRowProps) {
  return (
    <Row>
      <RowHeading>
        <LaneName verdict={verdict} lane={lane} />
      </RowHeading>
      {act === undefined ? null : <Cell>{act}</Cell>}
      <Cell>
        <span className="block min-w-28 font-medium">{measuredWords(verdict)}</span>
        <span className="block text-sm text-muted">{lastWords(verdict)}</span>
      </Cell>
      <Cell>
        <span className="block min-w-24">{promisedWords(verdict)}</span>
      </Cell>
      <Cell>
        <Agrees verdict={verdict} running={running} />
      </Cell>
      <Cell>{verdict.reason ? reasonInBrief(verdict.reason) : "–"}</Cell>
      <Cell numeric>{verdict.reads}</Cell>
      <Cell numeric>
        <span className="whitespace-nowrap">{bytes(verdict)}</span>
      </Cell>
    </Row>
  );
}

/** The same on a phone, where eight columns have no room. */
function VerdictItem({ verdict, lane, running, act }: VerdictRowProps) {
  const { reason, reads } = verdict;
  return (
    <div className="grid gap-1.5 text-[0.9375rem]">
      <LaneName verdict={verdict} lane={lane} />
      {act === undefined ? null : <p className="text-sm text-muted">{act}</p>}
      <dl className="grid grid-cols-2 gap-x-4">
        <div>
          <dt className="text-sm text-muted">Measured</dt>
          <dd className="font-medium tabular-nums">{measuredWords(verdict)}</dd>
          <dd className="text-sm text-muted">{lastWords(verdict)}</dd>
        </div>
        <div>
          <dt className="text-sm text-muted">Promised</dt>
          <dd className="tabular-nums">{promisedWords(verdict)}</dd>
        </div>
      </dl>
      <Agrees verdict={verdict} running={running} />
      <p className="text-sm text-muted tabular-nums">
        {reason ? `Refused: ${reasonInBrief(reason)}. ` : ""}
        {reads} store {reads === 1 ? "read" : "reads"} a request, {bytes(verdict)} of cookie.
      </p>
    </div>
  );
}

function LaneName({ verdict, lane }: Pick<VerdictRowProps, "verdict" | "lane">) {
  return (
    <span className="flex min-w-44 items-start gap-2">
      {lane ? <ModeIcon mode={lane.mode} className={`mt-1 size-4 ${modeLook[lane.mode].text}`} /> : null}
      <span className="grid">
        <span className="font-medium">{lane?.label ?? verdict.lane}</span>
        {lane ? <span className="text-sm text-muted">{noteOf(lane)}</span> : null}
      </span>
    </span>
  );
}

function Agrees({ verdict, running }: Pick<VerdictRowProps, "verdict" | "running">) {
  const agreement = agreementOf(verdict);
  const look = looks[agreement];
  return (
    <>
      <span className={`flex min-w-32 items-start gap-1.5 ${look.text}`}>
        <Sign name={look.sign} className="mt-1 size-4" />
        {agreementWords(agreement, running)}
      </span>
      {verdict.why ? <span className="block max-w-72 text-sm text-muted">{verdict.why}</span> : null}
    </>
  );
}

const bytes = ({ cookieBytes }: Verdict): string => `${number.format(cookieBytes)} bytes`;

function lastWords({ lastAcceptedMs, measuredMs, acceptedAgainMs }: Verdict): string {
  if (acceptedAgainMs !== null) return `accepted again after ${delay(acceptedAgainMs)}`;
  if (measuredMs === null) return "";
  if (lastAcceptedMs === null) return "the very next request";
  return `last accepted after ${delay(lastAcceptedMs)}`;
}

const labelOf = (lanes: readonly RecordedLane[], id: string): string =>
  lanes.find((lane) => lane.id === id)?.label ?? id;

function markLabel({ facts }: RunView["recording"], seq: number): string {
  const mark = facts.find((fact) => fact.seq === seq);
  return mark?.kind === "mark" ? mark.label : "";
}
