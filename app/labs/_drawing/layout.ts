// The swim-lanes of a run, from its recording and what follows from it: a pure function of these and of a width. The
// same facts always give the same picture, on the page, on a phone and in the export.

import type { AnswerFact, Conclusion, RecordedLane, Recording } from "@/lib/labs/contract";
import { type Axis, axisOf, xOf } from "./axis";
import { DELAYS, delaysOf } from "./delays";
import { eventsOf, flagLines, flagShapes, flagsOf, type RunEvent, TIER } from "./events";
import { headAbove, headBeside } from "./lane-head";
import { latesOf, STRIP, spansOf, stripOf } from "./requests";
import { across, diamond, down, rect, type Shape, textWidth, wrap } from "./shapes";

export interface Drawing {
  width: number;
  height: number;
  shapes: Shape[];
  /** Where time runs, for a mark of the present instant. */
  track: { axis: Axis; top: number; bottom: number };
  events: RunEvent[];
}

/** From this width on, a lane's name stands beside its track. */
export const WIDE = 680;
const BESIDE = 236;
const BESIDE_DEVICES = 312;
const DEVICE_ROOM = 116;
const AXIS = 26;
const LANE_PADDING = 9;
const STRIP_GAP = 8;
const DEVICE_TEXT = 12;
const DEVICE_ABOVE = 21;
const END = 6;

interface LayoutOptions {
  width: number;
  /** Room is kept for what may still come, so that nothing moves. */
  running: boolean;
  /** Of a run that came to its end. */
  endedAfterMs?: number | undefined;
}

export function layout(
  recording: Recording,
  conclusion: Conclusion,
  { width, running, endedAfterMs }: LayoutOptions,
): Drawing {
  const wide = width >= WIDE;
  const devices = askedDevices(recording);
  const beside = devices.length > 1 ? BESIDE_DEVICES : BESIDE;
  const left = wide ? beside : 0;
  const axis = axisOf(recording, left + END, width - left - 2 * END, endedAfterMs);
  const events = eventsOf(recording);
  const flags = flagsOf(events, axis);
  const tiers = Math.max(running ? 2 : 1, ...flags.map(({ tier }) => tier + 1));
  const header = tiers * TIER + AXIS;
  const delays = running || conclusion.verdicts.length > 0;
  const frame: Frame = { recording, conclusion, devices, events, axis, left, delays, width };
  const lanes: Shape[] = [];
  let y = header;
  for (const lane of recording.lanes) {
    const drawn = laneOf(lane, frame, y);
    lanes.push(...drawn.shapes);
    y += drawn.height;
  }
  const track = { axis, top: tiers * TIER, bottom: y };
  const shapes = [
    ...gridOf(axis, track),
    ...flagLines(flags, tiers, y),
    ...lanes,
    ...flagShapes(flags, tiers),
  ];
  return { width, height: y + 2, shapes, track, events };
}

interface Frame {
  recording: Recording;
  conclusion: Conclusion;
  devices: Recording["devices"];
  events: readonly RunEvent[];
  axis: Axis;
  /** The width of the heads' column; 0 where heads stand above. */
  left: number;
  delays: boolean;
  width: number;
}

function laneOf(lane: RecordedLane, frame: Frame, top: number): { shapes: Shape[]; height: number } {
  const { recording, conclusion, devices, axis, left, delays, width } = frame;
  const wide = left > 0;
  const several = devices.length > 1;
  const shapes: Shape[] = [{ kind: "path", d: across(0, width, top), stroke: "line", strokeWidth: 1 }];
  let y = top + LANE_PADDING;
  let least = 0;
  if (wide) {
    const head = headBeside(lane, y, left - (several ? DEVICE_ROOM + 12 : 12));
    shapes.push(...head.shapes);
    least = Math.max(y + 48, head.bottom + STRIP_GAP);
  } else {
    shapes.push(...headAbove(lane, y, width));
    y += 24;
  }
  const above = several && !wide ? DEVICE_ABOVE : 0;
  const firstStrip = y + above;
  const labels: Shape[] = [];
  const verdicts = conclusion.verdicts.filter((verdict) => verdict.lane === lane.id);
  const marks = recording.facts.filter((fact) => fact.kind === "mark");
  const lates = latesOf(verdicts, marks);
  for (const device of devices) {
    if (above > 0)
      labels.push({
        kind: "text",
        x: 6,
        y: y + 11,
        text: device.label,
        size: DEVICE_TEXT,
        paint: "muted",
        rim: "raised",
      });
    y += above;
    if (several && wide) shapes.push(...deviceBeside(device.label, left, y));
    shapes.push({ kind: "path", d: rect(axis.x, y, axis.width, STRIP), fill: "sunken" });
    shapes.push(...stripOf(spansOf(answersOf(recording, lane.id, device.id)), axis, y, lates));
    y += STRIP + STRIP_GAP;
  }
  shapes.push(...marksOf(lane.id, frame, firstStrip, y - STRIP_GAP), ...labels);
  if (delays) {
    shapes.push(...delaysOf(verdicts, marks, axis, y - 2));
    y += DELAYS;
  }
  return { shapes, height: Math.max(y, least) + LANE_PADDING - STRIP_GAP - top };
}

/** At the right end of the heads' column, level with its strip. */
function deviceBeside(label: string, left: number, y: number): Shape[] {
  const lines = wrap(label, DEVICE_TEXT, DEVICE_ROOM, 2);
  return lines.map((text, index) => ({
    kind: "text",
    x: left - 8,
    y: y + STRIP / 2 + 4 + (index - (lines.length - 1) / 2) * 13,
    text,
    size: DEVICE_TEXT,
    paint: "muted",
    anchor: "end",
  }));
}

/**
 * Those that are asked again and again: one that only acts is told by its acts. Until the first answer it is the
 * first; where nobody is asked by the clock, all that did anything.
 */
export function askedDevices({ devices, facts }: Recording): Recording["devices"] {
  const answers = facts.filter((fact) => fact.kind === "answer");
  const probed = answers.filter(({ by }) => by === "prober");
  const ids = new Set((probed.length > 0 ? probed : answers).map(({ device }) => device));
  return ids.size > 0 ? devices.filter(({ id }) => ids.has(id)) : devices.slice(0, 1);
}

export const answersOf = (recording: Recording, lane: string, device: string): AnswerFact[] =>
  recording.facts.filter(
    (fact): fact is AnswerFact => fact.kind === "answer" && fact.lane === lane && fact.device === device,
  );

/** What was done in this lane: a line from its beginning to its acknowledgement, and from there through the strips. */
function marksOf(lane: string, { events, axis }: Frame, top: number, bottom: number): Shape[] {
  const marks = events
    .flatMap(({ marks }) => marks)
    .filter((mark) => mark.lane === lane || mark.lane === null)
    .map(({ at, end }) => ({ from: xOf(axis, at), x: xOf(axis, end) }));
  if (marks.length === 0) return [];
  const y = top - 4;
  const lines = marks.map(({ from, x }) => across(from, x, y) + down(x, y, bottom + 3));
  const ends = marks.map(({ x }) => diamond(x, y, 4));
  return [
    { kind: "path", d: lines.join(""), stroke: "ink", strokeWidth: 1.5 },
    { kind: "path", d: ends.join(""), fill: "ink", stroke: "raised", strokeWidth: 1 },
  ];
}

function gridOf(axis: Axis, { top, bottom }: { top: number; bottom: number }): Shape[] {
  const lines = axis.ticks.map((second) => down(xOf(axis, second * 1000), top + AXIS - 6, bottom));
  const words = axis.ticks.map((second): Shape => {
    const x = xOf(axis, second * 1000);
    const text = second >= 60 && second % 60 === 0 ? `${second / 60} min` : `${second} s`;
    const atEnd = x + textWidth(text, 12) / 2 > axis.x + axis.width + END;
    return {
      kind: "text",
      x: atEnd ? axis.x + axis.width + END : Math.max(x, axis.x),
      y: top + AXIS - 11,
      text,
      size: 12,
      paint: "muted",
      anchor: atEnd ? "end" : second === 0 ? "start" : "middle",
    };
  });
  return [{ kind: "path", d: lines.join(""), stroke: "line", strokeWidth: 1 }, ...words];
}
