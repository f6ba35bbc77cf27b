"use client";
// The storage lab on the page of its run: the button that opens the second origin, how far it is, and the tables.

import { Alert } from "@/app/_ui/controls/alert";
import { Card } from "@/app/_ui/shell/card";
import type { RunView } from "@/lib/labs/contract";
import { CELLS } from "@/lib/labs/storage/shared/cells";
import { findingsOf } from "@/lib/labs/storage/shared/judge";
import type { PanelProps } from "../look";
import { SecondOrigin } from "./second-origin.client";
import { StorageTables } from "./tables.client";

export function StoragePanel({ run }: PanelProps) {
  const findings = findingsOf(run.recording);
  const running = run.status === "running";
  return (
    <>
      <Card
        id="attempts"
        quiet={!running}
        title="The attempts"
        aside={
          <p className="text-sm tabular-nums">
            {findings.size} of {CELLS.length} made
          </p>
        }
      >
        {running ? <Opening run={run} begun={findings.size > 0} /> : <Over tried={findings.size} />}
      </Card>
      <StorageTables findings={findings} />
    </>
  );
}

function Opening({ run: { id, mine, recording }, begun }: { run: RunView; begun: boolean }) {
  if (!mine) return <p>They are made in the browser of who started this run.</p>;
  return (
    <>
      <p className="max-w-prose text-[0.9375rem]">
        A new window visits three origins on this computer: a target, its neighbour on another port, and
        another site. Each makes its attempts by itself; leave the window open until it says that this was
        all. The cookies there are the lab’s own, and go when it is over.
      </p>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <SecondOrigin run={id} begun={begun} />
        <p className="text-sm text-muted">Within {recording.seconds} seconds of the start.</p>
      </div>
      <p className="text-sm text-muted">
        Nothing opens? The browser has to run on the machine of this server.
      </p>
    </>
  );
}

function Over({ tried }: { tried: number }) {
  if (tried === CELLS.length)
    return (
      <p className="max-w-prose text-[0.9375rem]">
        All were made, in one browser. Open an attack, and in it a cell, to see what reached the target and
        what the page was told. What happened, the server saw itself. Where nothing happened, often only the
        browser can tell: then the cell says so. Another browser may answer otherwise: run it again there.
      </p>
    );
  return (
    <Alert live={false} title={tried === 0 ? "No attempt was made" : "Some attempts were not made"}>
      {tried === 0
        ? "The second origin was not opened before the run was over."
        : "The window was closed, or the run was over, before all were made."}
    </Alert>
  );
}
