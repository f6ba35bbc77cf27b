"use client";

// The timeline as a table: the same facts for those who do not see it, and for those who want them exactly.

import { memo } from "react";
import { Disclosure } from "@/app/_ui/controls/disclosure";
import { LocalTime } from "@/app/_ui/words/local-time.client";
import { modeLook } from "@/app/_ui/words/modes";
import { Cell, Row, RowHeading, Table } from "@/app/_ui/words/table";
import { duration, reasonWords } from "@/app/_ui/words/words";
import type { ModeName } from "@/lib/auth/contract";
import { MODE_NAMES } from "@/lib/auth/names";
import { actMark } from "./act-words";
import type { PairLog, Run } from "./log";

interface Entry {
  key: string;
  at: number;
  what: string;
  cells: Partial<Record<ModeName, string>>;
}

export const History = memo(function History({ log, start }: { log: PairLog; start: number }) {
  const entries = entriesOf(log);
  return (
    <Disclosure
      summary={`The timeline as a table (${entries.length} ${entries.length === 1 ? "entry" : "entries"})`}
    >
      <Table
        caption="Everything that was done and seen"
        captionHidden
        head={["Time", "Since the start", "What", ...MODE_NAMES.map((mode) => modeLook[mode].label)]}
      >
        {entries.map(({ key, at, what, cells }) => (
          <Row key={key}>
            <RowHeading>
              <LocalTime date={new Date(at).toISOString()} show="time" />
            </RowHeading>
            <Cell>+{duration(at - start)}</Cell>
            <Cell>{what}</Cell>
            {MODE_NAMES.map((mode) => (
              <Cell key={mode}>{cells[mode] ?? ""}</Cell>
            ))}
          </Row>
        ))}
      </Table>
    </Disclosure>
  );
});

function entriesOf(log: PairLog): Entry[] {
  const done = log.acts.map(({ id, at, act, modes }) => ({
    key: id,
    at,
    what: "Done",
    cells: Object.fromEntries(modes.map((mode) => [mode, capital(actMark[act][mode])])),
  }));
  const seen = MODE_NAMES.flatMap((mode) =>
    log.runs[mode].map((run) => ({
      key: `${mode} ${run.from}`,
      at: run.from,
      what: "Probe",
      cells: { [mode]: runWords(run) },
    })),
  );
  return [...done, ...seen].sort((a, b) => a.at - b.at);
}

function runWords({ seen, reason, from, to }: Run): string {
  const why = reason ? `: ${reasonWords[reason].short}` : "";
  const state = seen === "unknown" ? "no answer" : `${seen}${why}`;
  return capital(to > from ? `${state}, for ${duration(to - from)}` : state);
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
