"use client";
// One run on one screen, to be shown to others: what is tried, the drawing, what happens now or what came of it, and the
// one button of the moment.

import Link from "next/link";
import { type ComponentType, useActionState, useMemo, useState } from "react";
import { Button, buttonClass } from "@/app/_ui/controls/button";
import { SubmitButton } from "@/app/_ui/controls/submit-button.client";
import { Light } from "@/app/_ui/drawings/light";
import { OnKey } from "@/app/_ui/stage/on-key";
import { Stage } from "@/app/_ui/stage/stage.client";
import type { LiveActView, RunView } from "@/lib/labs/contract";
import { eventsOf } from "../../_drawing/events";
import { outcomeOf } from "../../_drawing/told";
import { instant, statusWords } from "../../_drawing/words";
import { LAB_FIELD, STAGE_FIELD, type StartState } from "../../_form/start-fields";
import type { PanelProps } from "../../_labs/look";
import { lights } from "../live/progress.client";
import { useElapsed } from "../live/use-elapsed.client";
import { type LiveRunState, useRun } from "../live/use-run.client";
import { momentsOf, runAt } from "./moments";
import { StageLanes } from "./stage-lanes.client";

interface RunOnStageProps {
  initial: RunView;
  title: string;
  /** What is tried. */
  what: string;
  /** Where Esc leads. */
  leave: React.ComponentProps<typeof Link>["href"];
  /** Left out for who only looks. */
  actions?: {
    act: (data: FormData) => Promise<void>;
    start: (previous: StartState, data: FormData) => Promise<StartState>;
  };
  /** What a new run is started with. */
  params: Readonly<Record<string, string>>;
  /** The lab's own: in place of the lanes, and as the button of a run that goes on. */
  own: { Scene: ComponentType<PanelProps>; Act: ComponentType<PanelProps> } | undefined;
}

export function RunOnStage({ initial, title, what, leave, actions, params, own }: RunOnStageProps) {
  const state = useRun(initial);
  const { run, knownAt } = state;
  const running = run.status === "running";
  const moments = useMemo(() => (running || own ? [] : momentsOf(run)), [run, running, own]);
  // Behind the last one stands the whole run.
  const [step, setStep] = useState<number | null>(null);
  const at = step === null ? undefined : moments[step];
  const shown = useMemo(() => (at ? runAt(run, at.at) : run), [run, at]);
  const [refused, again] = useActionState<StartState, FormData>(actions?.start ?? nothing, {});
  const walk = (by: number) => {
    const next = (step ?? moments.length) + by;
    setStep(next >= moments.length ? null : Math.max(0, next));
  };
  return (
    <Stage
      title={title}
      what={what}
      aside={<Lights {...state} />}
      words={
        <p role="status">
          {refused.error ??
            (at ? (
              <>
                <span className="text-muted tabular-nums">
                  {(step ?? 0) + 1} of {moments.length}, at {instant(at.at)}:
                </span>{" "}
                {at.words}
              </>
            ) : (
              (outcomeOf(run) ?? nowWords(run))
            ))}
        </p>
      }
      controls={
        <>
          {actions && running && run.mine && own ? <own.Act run={run} /> : null}
          {actions && running && run.mine && run.acts.length > 0 ? (
            <Act id={run.id} acts={run.acts} action={actions.act} />
          ) : null}
          {actions && !running ? (
            <form action={again}>
              <input type="hidden" name={LAB_FIELD} value={run.lab} />
              <input type="hidden" name={STAGE_FIELD} value="yes" />
              {Object.entries(params).map(([name, value]) => (
                <input key={name} type="hidden" name={name} value={value} />
              ))}
              <OnKey press="r" name="R">
                <SubmitButton>Run it again</SubmitButton>
              </OnKey>
            </form>
          ) : null}
          {moments.length > 0 ? (
            <span className="needs-js inline-flex flex-wrap items-center gap-x-5 gap-y-2">
              <OnKey press="ArrowLeft" name="←">
                <Button aria-disabled={step === 0} onClick={() => walk(-1)}>
                  Step back
                </Button>
              </OnKey>
              <OnKey press="ArrowRight" name="→">
                <Button aria-disabled={step === null} onClick={() => walk(1)}>
                  Step on
                </Button>
              </OnKey>
            </span>
          ) : null}
          <OnKey press="Escape" name="Esc" className="ml-auto">
            <Link href={leave} prefetch={false} className={buttonClass("quiet")}>
              Leave the stage
            </Link>
          </OnKey>
        </>
      }
    >
      {own ? <own.Scene run={run} /> : <StageLanes run={shown} whole={run} knownAt={knownAt} />}
    </Stage>
  );
}

const nothing = async (): Promise<StartState> => ({});

function Lights({ run, knownAt, connection }: LiveRunState) {
  const running = run.status === "running";
  const elapsed = useElapsed(run.elapsedMs, running ? knownAt : 0);
  const lost = connection !== "ok";
  return (
    <>
      <Light
        state={lost ? "unknown" : lights[run.status]}
        label={lost ? "No answer from the server" : statusWords[run.status]}
        live
      />
      <span>{(Math.min(elapsed, run.recording.seconds * 1000) / 1000).toFixed(1)} s</span>
    </>
  );
}

/** While it goes on: the last that was done. */
function nowWords({ status, recording }: RunView): string {
  const last = eventsOf(recording).at(-1);
  if (last) return `${last.label}, at ${instant(last.at)}.`;
  return status === "running" ? "Everybody is signed in, and is asked again and again." : statusWords[status];
}

interface ActProps {
  id: string;
  acts: readonly LiveActView[];
  action: (data: FormData) => Promise<void>;
}

/** The one button of the moment. Of several acts the arrows choose, and each press goes on to the next. */
function Act({ id, acts, action }: ActProps) {
  const [index, setIndex] = useState(0);
  const chosen = acts[index % acts.length];
  const choose = (by: number) => setIndex((before) => (before + by + acts.length) % acts.length);
  if (!chosen) return null;
  return (
    <>
      <form action={action} onSubmit={() => choose(1)}>
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="act" value={chosen.name} />
        <OnKey press=" " name="Space">
          <SubmitButton>{chosen.label}</SubmitButton>
        </OnKey>
      </form>
      {acts.length > 1 ? (
        <span className="needs-js inline-flex flex-wrap items-center gap-x-5 gap-y-2">
          <OnKey press="ArrowLeft" name="←">
            <Button onClick={() => choose(-1)}>Other act before</Button>
          </OnKey>
          <OnKey press="ArrowRight" name="→">
            <Button onClick={() => choose(1)}>Other act after</Button>
          </OnKey>
        </span>
      ) : null}
    </>
  );
}
