"use client";

// The moment itself: one button, two lanes on one clock, one sentence. Everything shown was answered by real requests.

import { startTransition, useEffect } from "react";
import { ActForm } from "@/app/_pair/_live/act-form.client";
import { ActStatus } from "@/app/_pair/_live/act-status.client";
import { axisOf, percent } from "@/app/_pair/_live/axis";
import { LaneBar } from "@/app/_pair/_live/lane.client";
import { useScene } from "@/app/_pair/_live/pair-scene.client";
import { type FirstLook, ProbeLight } from "@/app/_pair/_live/probe-light.client";
import { useLog, useServerNow } from "@/app/_pair/_live/store.client";
import { type Story, tell } from "@/app/_pair/_live/story";
import { Ticks } from "@/app/_pair/_live/timeline.client";
import { CoatOnHook, IdCard } from "@/app/_ui/drawings/coat-and-card";
import { modeLook } from "@/app/_ui/words/modes";
import type { ModeName } from "@/lib/auth/contract";
import { MODE_NAMES } from "@/lib/auth/names";

const REDRAW_MS = 150;
/** For so long both are seen to be accepted before the server ends them. */
const END_AFTER_MS = 1500;

/** `first`: what the server found of the pair this browser presents; null without one. */
export function Stage({ first }: { first: Record<ModeName, FirstLook> | null }) {
  const { pairId } = useScene();
  const log = useLog(pairId);
  const now = useServerNow(REDRAW_MS);
  const story = tell(log, now ?? 0);
  const axis = now === null || !pairId ? null : axisOf(log, now);
  useEndSoon();
  return (
    <section
      aria-labelledby="visit-title"
      className="grid gap-3 rounded-2xl border border-line bg-raised p-4 shadow-card sm:px-6 sm:py-5"
    >
      <h2 id="visit-title" className="sr-only">
        Try it here
      </h2>
      <div className="grid items-center gap-x-6 gap-y-2 sm:grid-cols-[auto_1fr]">
        <div className="grid gap-2">
          <ActForm act="issue" variant="primary" size="md">
            Sign in both ways, then end both
          </ActForm>
          {first?.session.active || first?.jwt.active ? <EndWithoutScript /> : null}
        </div>
        <p className="min-h-[6.2em] max-w-3xl font-medium tabular-nums sm:min-h-[2.75em] sm:content-center sm:text-lg sm:leading-snug">
          {pairId ? sentence(story, now) : INVITATION}
        </p>
      </div>
      <div className="grid gap-1">
        {MODE_NAMES.map((mode) => (
          <div key={mode} className="grid items-center gap-x-4 sm:grid-cols-[17.5rem_1fr]">
            <div className="flex items-center gap-3">
              <div className="h-14 w-16 shrink-0 sm:h-20 sm:w-22">
                <Drawing mode={mode} story={story} first={first?.[mode] ?? null} />
              </div>
              <div className="grid gap-0.5">
                <p className={`font-medium ${modeLook[mode].text}`}>{modeLook[mode].label}</p>
                {first && pairId ? (
                  <ProbeLight mode={mode} first={first[mode]} />
                ) : (
                  <span className="text-sm text-muted">Nobody is signed in</span>
                )}
              </div>
            </div>
            {axis ? (
              <LaneBar mode={mode} log={log} axis={axis} ending={story.endings[mode]} />
            ) : (
              <div className="h-15 content-center">
                <div className="h-7 rounded-sm bg-sunken" />
              </div>
            )}
          </div>
        ))}
        <div className="h-6 sm:ml-[18.5rem]">
          {axis ? (
            <Ticks
              ticks={axis.ticks}
              length={axis.length / 1000}
              edge={percent(axis, axis.edge)}
              moving={axis.moving}
            />
          ) : null}
        </div>
      </div>
      <div className="sr-only">
        <ActStatus />
      </div>
    </section>
  );
}

const INVITATION =
  "A visitor is signed in twice, with a database session and with a JWT. A moment later the server ends both. Watch who is still let in.";

function sentence(story: Story, now: number | null): string {
  if (now === null || Object.keys(story.fates).length > 0) return story.words;
  return "Both are signed in: each light is a real request. Now the server ends both…";
}

/** Once both ways were signed in at the press of the button, the other half of what it says. */
function useEndSoon(): void {
  const { pairId, report, formAction } = useScene();
  const isNew = report?.act === "issue" && report.pairId !== null && report.pairId === pairId;
  useEffect(() => {
    if (!isNew) return;
    const end = () => {
      const data = new FormData();
      data.set("act", "revoke-both");
      startTransition(() => formAction(data));
    };
    const timer = setTimeout(end, END_AFTER_MS);
    return () => clearTimeout(timer);
  }, [isNew, formAction]);
}

/** Without scripts the second half is a press of its own, and the page shows how things stood when it was made. */
function EndWithoutScript() {
  return (
    <div className="[@media(scripting:enabled)]:hidden">
      <ActForm act="revoke-both" size="md">
        End both on the server
      </ActForm>
    </div>
  );
}

interface DrawingProps {
  mode: ModeName;
  story: Story;
  first: FirstLook | null;
}

function Drawing({ mode, story, first }: DrawingProps) {
  const kind = story.fates[mode]?.kind;
  const isOver = kind
    ? kind !== "alive" && kind !== "waiting" && kind !== "unknown"
    : first?.active === false;
  return drawings[mode](isOver, kind === "alive");
}

const drawings: Record<ModeName, (isOver: boolean, isLate: boolean) => React.ReactNode> = {
  session: (isOver) => <CoatOnHook hangs={!isOver} />,
  jwt: (isOver, isLate) => <IdCard state={isOver ? "over" : isLate ? "late" : "good"} />,
};
