"use client";
// The picture of a run on a stage: as large as the screen lets it be, and no text of it smaller than can be read from the
// last row.

import { useEffect, useMemo, useRef, useState } from "react";
import type { RunView } from "@/lib/labs/contract";
import { askedDevices } from "../../_drawing/layout";
import { TEXT } from "../../_drawing/shapes";
import { summaryOf } from "../../_drawing/summary";
import { endedAfter } from "../../_drawing/words";
import { Picture } from "../picture/swim-lanes.client";

/** Pixels of the smallest letters. */
const READABLE = 16;
/** The least that a picture needs, in its own pixels: of width, of height above the lanes, for a lane and for a strip. */
const NEEDED = { width: 900, head: 92, lane: 7, strip: 22 };
/** What is left of 1280 × 720, until it is measured. */
const USUAL = { width: 1240, height: 480 };
/** The picture ends two pixels below its last lane. */
const EDGE = 2;

interface StageLanesProps {
  /** As it is drawn: at the end, or at one of its moments. */
  run: RunView;
  /** As of the whole run, so that the axis stands still. */
  whole: RunView;
  knownAt: number;
}

export function StageLanes({ run, whole, knownAt }: StageLanesProps) {
  const box = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState(USUAL);
  useEffect(() => {
    if (!box.current) return;
    const observer = new ResizeObserver(([entry]) => {
      if (!entry || entry.contentRect.width === 0) return;
      const { width, height } = entry.contentRect;
      setSize({ width: Math.round(width), height: Math.round(height) });
    });
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  const { recording, conclusion, status, elapsedMs } = run;
  const scale = scaleFor(whole, size);
  const running = status === "running";
  const label = useMemo(() => summaryOf(recording, conclusion), [recording, conclusion]);
  return (
    <div ref={box} className="h-full min-w-0">
      <Picture
        recording={recording}
        conclusion={conclusion}
        running={running}
        endedAfterMs={endedAfter(whole)}
        label={label}
        width={size.width / scale}
        fit={size.height / scale - EDGE}
        now={running ? { elapsedMs, knownAt } : null}
      />
    </div>
  );
}

/** As large as there is room for, and never too small to be read. */
function scaleFor({ recording }: RunView, { width, height }: typeof USUAL): number {
  const strips = askedDevices(recording).length;
  const needed = NEEDED.head + recording.lanes.length * (NEEDED.lane + Math.max(1.4, strips) * NEEDED.strip);
  return Math.max(READABLE / TEXT, Math.min(width / NEEDED.width, height / needed));
}
