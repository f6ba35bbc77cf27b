"use client";

// Both halves on one clock: what stands behind each, its light, and the lane of what the probes were answered.

import type { ReactNode } from "react";
import { CoatOnHook, IdCard } from "@/app/_ui/drawings/coat-and-card";
import { modeLook } from "@/app/_ui/words/modes";
import type { ModeName } from "@/lib/auth/contract";
import { MODE_NAMES } from "@/lib/auth/names";
import { axisOf, percent } from "./axis";
import { LaneBar } from "./lane.client";
import { useScene } from "./pair-scene.client";
import { type FirstLook, ProbeLight } from "./probe-light.client";
import { useLog } from "./store.client";
import type { Story } from "./story";
import { Ticks } from "./ticks.client";

export type FirstLooks = Record<ModeName, FirstLook>;

interface LanesProps {
  /** What the server found of the pair this browser presents; null without one. */
  first: FirstLooks | null;
  story: Story;
  /** The server's time; null until the page is alive. */
  now: number | null;
}

export function Lanes({ first, story, now }: LanesProps) {
  const { pairId } = useScene();
  const log = useLog(pairId);
  const axis = now === null || !pairId ? null : axisOf(log, now);
  return (
    <div className="grid min-w-0 gap-1">
      {MODE_NAMES.map((mode) => (
        <div key={mode} className="grid min-w-0 items-center gap-x-4 sm:grid-cols-[17.5rem_1fr]">
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

const drawings: Record<ModeName, (isOver: boolean, isLate: boolean) => ReactNode> = {
  session: (isOver) => <CoatOnHook hangs={!isOver} />,
  jwt: (isOver, isLate) => <IdCard state={isOver ? "over" : isLate ? "late" : "good"} />,
};
