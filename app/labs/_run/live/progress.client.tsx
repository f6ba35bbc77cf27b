"use client";
// How far a run is: in words, as a bar, and the button that stops it. The words change when the state does, not
// with every tick, so that they can be announced.

import { type ReactNode, type RefObject, useRef } from "react";
import { Alert } from "@/app/_ui/controls/alert";
import { SubmitButton } from "@/app/_ui/controls/submit-button.client";
import { Light, type LightState } from "@/app/_ui/drawings/light";
import type { RunStatus, RunView } from "@/lib/labs/contract";
import { statusWords } from "../../_drawing/words";
import { LeavingForm } from "./leaving-form.client";
import { useElapsed } from "./use-elapsed.client";
import type { LiveRunState } from "./use-run.client";

export const lights: Record<RunStatus, LightState> = {
  running: "on",
  finished: "on",
  stopped: "unknown",
  failed: "off",
  interrupted: "off",
};

export interface RunActions {
  stop: (data: FormData) => Promise<void>;
  act: (data: FormData) => Promise<void>;
  remove: (data: FormData) => Promise<void>;
  share: (data: FormData) => Promise<void>;
}

interface ProgressProps extends LiveRunState {
  /** Left out for who only looks. */
  actions: RunActions | undefined;
}

export function Progress({ run, knownAt, connection, actions }: ProgressProps) {
  const { status, failure, mine } = run;
  const running = status === "running";
  const line = useRef<HTMLDivElement>(null);
  return (
    <div className="grid min-w-0 gap-3">
      <div className="grid min-h-9 min-w-0 items-center gap-x-5 gap-y-2.5 sm:grid-cols-[auto_1fr_auto]">
        <div ref={line} tabIndex={-1} className="justify-self-start rounded-lg">
          <Light state={lights[status]} label={statusWords[status]} live />
        </div>
        <Bar run={run} knownAt={knownAt} />
        {actions && running && mine ? (
          <LeavingForm heir={line} action={actions.stop} className="justify-self-start">
            <input type="hidden" name="id" value={run.id} />
            <SubmitButton variant="secondary" size="sm">
              Stop the run
            </SubmitButton>
          </LeavingForm>
        ) : null}
      </div>
      {actions && running && mine && run.acts.length > 0 ? (
        <Acts run={run} action={actions.act} heir={line} />
      ) : null}
      <Notices connection={connection} failure={failure} empty={run.recording.seconds === 0} />
    </div>
  );
}

function Bar({ run, knownAt }: { run: RunView; knownAt: number }) {
  const running = run.status === "running";
  const elapsed = useElapsed(run.elapsedMs, running ? knownAt : 0);
  const total = run.recording.seconds;
  const seconds = Math.min(elapsed / 1000, total);
  // One that came to its end may have needed less time than it was given.
  const ended = run.status === "finished";
  const share = ended ? 1 : total > 0 ? seconds / total : 0;
  const text = running
    ? `${Math.floor(seconds)} of ${total} s`
    : `${seconds.toFixed(1)} ${ended ? "" : `of ${total} `}s`;
  return (
    <div className="flex min-w-0 items-center gap-4">
      <svg
        role="progressbar"
        aria-label="Time of the run"
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={Math.floor(seconds)}
        aria-valuetext={text}
        viewBox="0 0 100 6"
        preserveAspectRatio="none"
        className="h-1.5 min-w-0 flex-1 rounded-full bg-line"
      >
        <rect
          width={(share * 100).toFixed(2)}
          height="6"
          className={running ? "fill-ink" : "fill-line-strong"}
        />
      </svg>
      <span className="min-w-20 text-right text-sm whitespace-nowrap tabular-nums">{text}</span>
    </div>
  );
}

interface ActsProps {
  run: RunView;
  action: RunActions["act"];
  heir: RefObject<HTMLElement | null>;
}

function Acts({ run, action, heir }: ActsProps) {
  return (
    <LeavingForm heir={heir} action={action} className="flex flex-wrap gap-2">
      <input type="hidden" name="id" value={run.id} />
      {run.acts.map(({ name, label }) => (
        <SubmitButton key={name} name="act" value={name} variant="secondary" size="sm">
          {label}
        </SubmitButton>
      ))}
    </LeavingForm>
  );
}

interface NoticesProps {
  connection: LiveRunState["connection"];
  failure: string | null;
  empty: boolean;
}

function Notices({ connection, failure, empty }: NoticesProps) {
  const notices: ReactNode[] = [];
  if (failure)
    notices.push(
      <Alert key="failure" tone="bad" title="This run failed">
        {failure}
      </Alert>,
    );
  if (connection === "lost")
    notices.push(
      <Alert key="lost" tone="warn" title="No answer from the server">
        What is shown may be a few seconds old. The page goes on asking.
      </Alert>,
    );
  if (connection === "gone")
    notices.push(
      <Alert key="gone" tone="warn" title="This run is gone">
        It was deleted. What you see is the last that was known.
      </Alert>,
    );
  if (empty)
    notices.push(
      <Alert key="empty" live={false} title="Nothing was recorded">
        The server stopped before this run was over. What it had recorded is lost.
      </Alert>,
    );
  return notices;
}
