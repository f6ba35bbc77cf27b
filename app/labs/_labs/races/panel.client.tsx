"use client";
// What became of the tabs in each lane of a race: the counters in large, a small picture of the line of refresh
// tokens, and all of it once more as a table.

import type { ReactNode } from "react";
import { Alert } from "@/app/_ui/controls/alert";
import { Sign, type SignName } from "@/app/_ui/drawings/icons";
import { Card } from "@/app/_ui/shell/card";
import { Cell, Row, RowHeading, Table } from "@/app/_ui/words/table";
import { countRaces, type RaceCount } from "@/lib/labs/races/shared/count";
import { raceLanes } from "@/lib/labs/races/shared/promises";
import type { PanelProps } from "../look";
import { LinePicture, lineWords } from "./line.client";

export function RacesPanel({ run }: PanelProps) {
  const counts = countRaces(run.recording);
  if (counts.length === 0) return null;
  const broken = counts.filter(({ agrees }) => agrees === false);
  return (
    <Card
      id="races"
      title="What became of the tabs"
      lead="Nobody stole anything here, and nobody signed out. Each refresh token leads to the next, as in a chain. One chain should live on."
    >
      {broken.length > 0 ? (
        <Alert tone="bad" title="This contradicts what the lane promises">
          {broken.map(({ lane }) => labelOf(lane)).join(", ")}
        </Alert>
      ) : null}
      <ul className="grid min-w-0 gap-4 md:grid-cols-2 xl:grid-cols-4">
        {counts.map((count) => (
          <LaneCounters key={count.lane} count={count} />
        ))}
      </ul>
      <CountTable counts={counts} />
      <p className="max-w-prose text-sm text-muted">
        A fork is a second successor of the same token. Where it lives on, nobody could tell it from a thief’s
        copy. A chain may even live on after a theft was reported: its token was being written while the
        others were deleted. The naive and the forking way keep their tokens in a table of their own. A call
        to it takes about {String(run.params.storeMs ?? 0)} ms, as a call to a database does. Ours keep them
        in the app’s own tables.
      </p>
    </Card>
  );
}

const labelOf = (lane: string): string => raceLanes.find(({ id }) => id === lane)?.label ?? lane;

/** A figure that is not known yet. */
const OPEN = "–";

function LaneCounters({ count }: { count: RaceCount }) {
  const { lane, liveLines, falseThefts, signOuts, tabs } = count;
  const words = raceLanes.find(({ id }) => id === lane);
  return (
    <li className="grid min-w-0 grid-rows-[auto_auto_auto_1fr] gap-3 rounded-lg border border-line p-4">
      <div>
        <h3 className="font-semibold">{labelOf(lane)}</h3>
        <p className="mt-1 text-sm text-muted">{words?.how}</p>
      </div>
      <div>
        <LinePicture count={count} />
        <p className="text-sm">{lineWords(count)}</p>
      </div>
      <dl className="grid grid-cols-3 gap-x-3">
        <Figure label="Live chains" value={liveLines} good={liveLines === 1} />
        <Figure label="False thefts" value={falseThefts} good={falseThefts === 0} />
        <Figure label={`Signed out (of ${tabs})`} value={signOuts} good={signOuts === 0} />
      </dl>
      <div className="grid content-start gap-1 border-t border-line pt-3 text-sm">
        <p>
          <span className="text-muted">Promises: </span>
          {words?.promise}
        </p>
        <Kept count={count} />
      </div>
    </li>
  );
}

interface FigureProps {
  label: string;
  value: number | null;
  good: boolean;
}

function Figure({ label, value, good }: FigureProps) {
  const tone = value === null ? "text-muted" : good ? "text-ok" : "text-bad";
  return (
    <div className="flex flex-col-reverse justify-end">
      <dt className="text-sm text-muted">{label}</dt>
      <dd className={`text-3xl font-semibold tabular-nums ${tone}`}>{value ?? OPEN}</dd>
    </div>
  );
}

const keptLooks: Record<string, { sign: SignName; text: string; words: string }> = {
  true: { sign: "check", text: "text-ok", words: "Keeps it" },
  false: { sign: "cross", text: "font-semibold text-bad", words: "Breaks it" },
  null: { sign: "info", text: "text-muted", words: "Not decided" },
};

function Kept({ count: { lane, agrees } }: { count: RaceCount }) {
  const promises = Object.keys(raceLanes.find(({ id }) => id === lane)?.most ?? {});
  const look = keptLooks[String(agrees)];
  if (!look || promises.length === 0) return null;
  return (
    <p className={`flex items-start gap-1.5 ${look.text}`}>
      <Sign name={look.sign} className="mt-0.5 size-4" />
      {look.words}
    </p>
  );
}

const COLUMNS: readonly [head: string, of: (count: RaceCount) => number | null][] = [
  ["Live chains", ({ liveLines }) => liveLines],
  ["Forks", ({ forks }) => forks],
  ["False thefts", ({ falseThefts }) => falseThefts],
  ["Tabs signed out", ({ signOuts }) => signOuts],
  ["New refresh tokens", ({ rotations }) => rotations],
  ["Requests", ({ requests }) => requests],
  ["Neither 200 nor 401", ({ strange }) => strange],
];

function Unbroken({ children }: { children: ReactNode }) {
  return <span className="whitespace-nowrap">{children}</span>;
}

function CountTable({ counts }: { counts: readonly RaceCount[] }) {
  return (
    <Table
      caption="The counters of every lane"
      captionHidden
      head={["Lane", ...COLUMNS.map(([head]) => <Unbroken key={head}>{head}</Unbroken>)]}
    >
      {counts.map((count) => (
        <Row key={count.lane}>
          <RowHeading>
            <span className="block min-w-36 font-medium">{labelOf(count.lane)}</span>
          </RowHeading>
          {COLUMNS.map(([, of], column) => (
            <Cell key={column}>{of(count) ?? OPEN}</Cell>
          ))}
        </Row>
      ))}
    </Table>
  );
}
