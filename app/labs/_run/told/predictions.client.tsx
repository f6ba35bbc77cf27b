"use client";

// What was predicted before the run, what happened, and for a wrong guess why. While the run goes on, only what was
// predicted.

import { Sign } from "@/app/_ui/drawings/icons";
import { Card } from "@/app/_ui/shell/card";
import type { RunView } from "@/lib/labs/contract";
import { reasonOf } from "../../_drawing/told";
import { type Prediction, predictionsOf, scoreWords } from "../../_drawing/words";

/** `predict`: what the questions are about. */
export function Predictions({ run, predict }: { run: RunView; predict: string | undefined }) {
  const { questions, predictions, conclusion, status, score, mine } = run;
  const told = predictionsOf(questions, predictions, conclusion.answers);
  const rows = told.filter(({ yours }) => yours !== null);
  const running = status === "running";
  if (rows.length === 0) return null;
  const words = scoreWords(score);
  const whose = mine ? "Your predictions" : "What was predicted";
  return (
    <Card
      id="predictions"
      quiet
      title={whose}
      lead={predict}
      aside={<p className="text-lg font-medium tabular-nums">{running ? null : (words ?? "Not scored")}</p>}
    >
      <ul className="grid min-w-0 gap-x-10 lg:grid-cols-2">
        {rows.map((row) => (
          <li key={row.id} className="flex min-w-0 items-start gap-3 border-t border-line py-2.5">
            {running ? null : <Mark outcome={row.outcome} />}
            <div className="grid min-w-0 flex-1 gap-1">
              <Line row={row} running={running} mine={mine} />
              {!running && row.outcome === "wrong" ? <Why words={reasonOf(run, row.id)} /> : null}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Line({ row, running, mine }: { row: Prediction; running: boolean; mine: boolean }) {
  const { question, yours, happened, outcome } = row;
  return (
    <div className="grid min-w-0 gap-x-4 sm:grid-cols-[1fr_1fr]">
      <span className="font-medium">{question}</span>
      <span className="text-[0.9375rem]">
        <span className="text-muted">{mine ? "You said: " : "Predicted: "}</span>
        {yours}
        {running ? null : (
          <span className={`block ${outcome === "wrong" ? "text-bad" : ""}`}>
            <span className="text-muted">What happened: </span>
            {happened ?? "the run cannot tell"}
          </span>
        )}
      </span>
    </div>
  );
}

function Why({ words }: { words: string | null }) {
  return words ? <p className="max-w-prose text-sm text-pretty text-muted">{words}</p> : null;
}

function Mark({ outcome }: { outcome: Prediction["outcome"] }) {
  if (outcome === "not scored") return <span className="w-4 shrink-0" />;
  const right = outcome === "right";
  return (
    <span className={`mt-1 shrink-0 ${right ? "text-ok" : "text-bad"}`}>
      <Sign name={right ? "check" : "cross"} />
      <span className="sr-only">{right ? "Right." : "Wrong."}</span>
    </span>
  );
}
