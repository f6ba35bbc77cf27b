"use client";
// The picture of a run: drawn for the width it has. Until the page is alive it is drawn for a phone and for a desk,
// and the window's width decides which is shown.

import { memo, type RefObject, useEffect, useMemo, useRef, useState } from "react";
import type { RunView } from "@/lib/labs/contract";
import { xOf } from "../../_drawing/axis";
import { type Drawing, layout } from "../../_drawing/layout";
import { LEGEND_BOX, legendOf } from "../../_drawing/legend";
import type { Shape } from "../../_drawing/shapes";
import { summaryOf } from "../../_drawing/summary";
import { endedAfter } from "../../_drawing/words";
import { useElapsed } from "../live/use-elapsed.client";
import { Shapes } from "./shapes.client";

const PHONE = 318;
const DESK = 1180;

interface SwimLanesProps {
  run: RunView;
  knownAt: number;
}

export function SwimLanes({ run, knownAt }: SwimLanesProps) {
  const [box, width] = useWidth();
  const { recording, conclusion, status, elapsedMs } = run;
  const running = status === "running";
  const label = useMemo(() => summaryOf(recording, conclusion), [recording, conclusion]);
  const now = running ? { elapsedMs, knownAt } : null;
  const picture = { recording, conclusion, running, endedAfterMs: endedAfter(run), label, now };
  return (
    <div ref={box} className="min-w-0">
      {width === null ? (
        <>
          <div className="sm:hidden">
            <Picture {...picture} width={PHONE} />
          </div>
          <div className="max-sm:hidden">
            <Picture {...picture} width={DESK} />
          </div>
        </>
      ) : (
        <Picture {...picture} width={width} />
      )}
    </div>
  );
}

interface PictureProps extends Pick<RunView, "recording" | "conclusion"> {
  running: boolean;
  /** Of a stage. */
  fit?: number;
  endedAfterMs: number | undefined;
  label: string;
  width: number;
  now: { elapsedMs: number; knownAt: number } | null;
}

export function Picture({
  recording,
  conclusion,
  running,
  endedAfterMs,
  label,
  width,
  now,
  fit,
}: PictureProps) {
  const drawing = useMemo(
    () => layout(recording, conclusion, { width, running, endedAfterMs, fit }),
    [recording, conclusion, width, running, endedAfterMs, fit],
  );
  return (
    <svg
      viewBox={`0 0 ${width} ${drawing.height}`}
      role="img"
      aria-label={label}
      className="block h-auto w-full overflow-visible"
    >
      <Drawn drawing={drawing} kind="path" />
      {now ? <Now {...now} drawing={drawing} /> : null}
      <Drawn drawing={drawing} kind="text" />
    </svg>
  );
}

/** In two layers: the mark of the present passes behind the words. */
const Drawn = memo(({ drawing, kind }: { drawing: Drawing; kind: Shape["kind"] }) => (
  <Shapes shapes={drawing.shapes.filter((shape) => shape.kind === kind)} />
));

/** The present instant, moving between two answers of the server. */
function Now({ elapsedMs, knownAt, drawing }: { elapsedMs: number; knownAt: number; drawing: Drawing }) {
  const elapsed = useElapsed(elapsedMs, knownAt);
  const { axis, top, bottom } = drawing.track;
  const x = xOf(axis, elapsed);
  return (
    <g>
      <line x1={x} x2={x} y1={top + 20} y2={bottom} className="stroke-ink" strokeWidth="1.25" />
      <circle cx={x} cy={top + 20} r="3.5" className="fill-ink" />
    </g>
  );
}

export function Legend({ run }: { run: RunView }) {
  return (
    <ul aria-label="What the signs mean" className="flex flex-wrap gap-x-5 gap-y-1.5 text-sm">
      {legendOf(run.recording, run.conclusion).map(({ words, shapes }) => (
        <li key={words} className="flex items-center gap-2">
          <svg
            viewBox={`0 0 ${LEGEND_BOX.width} ${LEGEND_BOX.height}`}
            className="h-4 w-6.5 shrink-0"
            aria-hidden="true"
            focusable="false"
          >
            <Shapes shapes={shapes} />
          </svg>
          {words}
        </li>
      ))}
    </ul>
  );
}

function useWidth(): [RefObject<HTMLDivElement | null>, number | null] {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState<number | null>(null);
  useEffect(() => {
    if (!box.current) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry && entry.contentRect.width > 0) setWidth(Math.round(entry.contentRect.width));
    });
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  return [box, width];
}
