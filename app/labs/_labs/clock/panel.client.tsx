"use client";
// The clock's lab in its own time: how far its clock is, when each sign-in had to end by its limits, and when it did.

import { Alert } from "@/app/_ui/controls/alert";
import { ModeIcon, Sign } from "@/app/_ui/drawings/icons";
import { Card } from "@/app/_ui/shell/card";
import { modeLook } from "@/app/_ui/words/modes";
import { Cell, Row, RowHeading, Table } from "@/app/_ui/words/table";
import { reasonWords } from "@/app/_ui/words/words";
import { type ClockLine, labNow, readLines } from "@/lib/labs/clock/shared/line";
import type { RecordedLane, RunView } from "@/lib/labs/contract";
import type { PanelProps } from "../look";
import { ago, endWords } from "./shared/words";
import { LabTimeAxis, LabTimeTrack, scaleOf } from "./track.client";

interface Line extends ClockLine {
  spec: RecordedLane;
  deviceLabel: string;
}

export function ClockPanel({ run }: PanelProps) {
  const lines = linesOf(run);
  if (lines.length === 0) return null;
  const now = labNow(run.recording, run.elapsedMs);
  const scale = scaleOf(lines, now);
  const against = lines.filter(({ agrees }) => !agrees);
  return (
    <Card
      id="lab-time"
      title="In the lab’s own time"
      lead="Every sign-in ends by itself when a limit is reached. This clock belongs to the run alone. The rest of the server does not know it."
      aside={
        <p className="text-[0.9375rem]">
          The lab’s clock: <span className="font-semibold tabular-nums">{ago(now)}</span> after the sign-in
        </p>
      }
    >
      {against.length > 0 ? (
        <Alert tone="bad" title="This contradicts the limits">
          {against.map(({ spec, deviceLabel }) => `${spec.label}, ${deviceLabel.toLowerCase()}`).join("; ")}
        </Alert>
      ) : null}
      <div className="grid min-w-0 gap-4">
        {lines.map((line) => (
          <div key={`${line.lane} ${line.device}`} className="grid min-w-0 gap-1.5">
            <div className="flex flex-wrap items-baseline justify-between gap-x-4 text-[0.9375rem]">
              <Name line={line} />
              <span className={line.refusedAt === null ? "text-muted" : ""}>{statusOf(line, now)}</span>
            </div>
            <LabTimeTrack line={line} now={now} scale={scale} />
          </div>
        ))}
        <LabTimeAxis scale={scale} />
      </div>
      <p className="text-sm text-muted">
        Green: accepted. Striped: accepted after its end. A bar across: where its limits end it, given how it
        was used. As soon as the clock passes a limit, the device asks. It sends even what a browser would
        have thrown away by then, so that it is the server that refuses. The axis is stretched: an hour at its
        beginning takes as much room as days at its end.
      </p>
      <LinesTable lines={lines} />
    </Card>
  );
}

function linesOf({ conclusion, recording }: RunView): Line[] {
  return readLines(conclusion.detail).flatMap((line) => {
    const spec = recording.lanes.find(({ id }) => id === line.lane);
    const device = recording.devices.find(({ id }) => id === line.device);
    return spec && device ? [{ ...line, spec, deviceLabel: device.label }] : [];
  });
}

function Name({ line: { spec, deviceLabel } }: { line: Line }) {
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <ModeIcon mode={spec.mode} className={`size-4 translate-y-0.5 ${modeLook[spec.mode].text}`} />
      <span>
        <span className="font-medium">{spec.label}</span>
        <span className="text-muted">, {deviceLabel.toLowerCase()}</span>
      </span>
    </span>
  );
}

function statusOf({ end, endedBy, agrees, spec }: Line, now: number): string {
  if (!agrees) return "not as its limits say";
  if (endedBy !== null) return `ended: ${endWords(endedBy, spec)}`;
  if (now >= end.at) return `over, though nobody has asked: ${endWords(end.by, spec)}`;
  return `signed in, ${ago(end.at - now)} left${end.by === "idle" ? " if unused" : ""}`;
}

function LinesTable({ lines }: { lines: readonly Line[] }) {
  return (
    <Table
      caption="When each sign-in had to end, and when it did, in lab time"
      captionHidden
      head={["Sign-in", "Ends by its limits", "Last accepted", "First refused", "Refused because", "Verdict"]}
    >
      {lines.map((line) => (
        <Row key={`${line.lane} ${line.device}`}>
          <RowHeading>
            <span className="block min-w-44">
              <Name line={line} />
            </span>
          </RowHeading>
          <Cell>
            <span className="block min-w-28">
              after {ago(line.end.at)}
              <span className="block text-sm text-muted">{endWords(line.end.by, line.spec)}</span>
            </span>
          </Cell>
          <Cell>{line.lastAcceptedAt === null ? "–" : ago(line.lastAcceptedAt)}</Cell>
          <Cell>{line.refusedAt === null ? "–" : ago(line.refusedAt)}</Cell>
          <Cell>
            <span className="block min-w-32">
              <Reason {...line} />
            </span>
          </Cell>
          <Cell>
            <Verdict line={line} />
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

function Reason({ reason, refusedAt, browserDrops }: Line) {
  if (refusedAt === null) return "–";
  return (
    <>
      {reason === null ? "refused" : reasonWords[reason].short}
      {browserDrops ? (
        <span className="block text-sm text-muted">a browser would have dropped the cookie (Max-Age)</span>
      ) : null}
    </>
  );
}

/** Of who was never asked nothing is known. */
function Verdict({ line: { agrees, asked } }: { line: Line }) {
  if (asked === 0) return "not asked yet";
  return (
    <span className={`flex min-w-24 items-start gap-1.5 ${agrees ? "text-ok" : "font-semibold text-bad"}`}>
      <Sign name={agrees ? "check" : "cross"} className="mt-1 size-4" />
      {agrees ? "As its limits say" : "Not as its limits say"}
    </span>
  );
}
