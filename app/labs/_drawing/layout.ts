// The swim-lanes of a run, from its recording and what follows from it: a pure function of these and of a width. The
// same facts always give the same picture, on the page, on a phone and in the export.

import type { AnswerFact, Conclusion, RecordedLane, Recording } from "@/lib/labs/contract";
import { type Axis, axisOf, xOf } from "./axis";
import { delaysOf, linesAlone, withWords } from "./delays";
import { eventsOf, flagLines, flagShapes, flagsOf, type RunEvent, TIER } from "./events";
import { headAbove, headBeside } from "./lane-head";
import { latesOf, spansOf, stripOf } from "./requests";
import { delayInOneLine, delayResult, lastResult, RESULTS, shownVerdict } from "./results";
import { across, diamond, down, rect, type Shape, TEXT, textWidth, wrap } from "./shapes";

export interface Drawing {
  width: number;
  height: number;
  /** First everything that is drawn, then everything that is written. */
  shapes: Shape[];
  /** Where time runs, for a mark of the present instant. */
  track: { axis: Axis; top: number; bottom: number };
  events: RunEvent[];
}

/** From this width on, a lane's name stands beside its track, and its result behind it. */
export const WIDE = 860;
const BESIDE = 248;
const MOST_DEVICE_ROOM = 132;
const AXIS = 26;
const DEVICE_ABOVE = 22;
const END = 6;
/** Acts come while the run goes on: room for two lines of flags is kept from the start. */
const LEAST_TIERS = 2;

/** How a lane's parts lie under each other, pixels. */
interface Rows {
  top: number;
  strip: number;
  /** Under each strip. */
  gap: number;
  bottom: number;
}
const beside: Rows = { top: 8, strip: 24, gap: 4, bottom: 5 };
/** All lanes of two devices have to fit on a projector. */
const besideDevices: Rows = { top: 7, strip: 16, gap: 5, bottom: 4 };
const above: Rows = { top: 9, strip: 24, gap: 8, bottom: 1 };
const LEAST_STRIP = 14;
const MOST_STRIP = 56;

interface LayoutOptions {
  width: number;
  /** Nothing is drawn of what may still come, and room is kept for it. */
  running: boolean;
  /** Of a run that came to its end. */
  endedAfterMs?: number | undefined;
  /** The height of a stage: the lanes share it, and their delays are told in words alone. */
  fit?: number | undefined;
}

export function layout(
  recording: Recording,
  conclusion: Conclusion,
  { width, running, endedAfterMs, fit }: LayoutOptions,
): Drawing {
  const wide = width >= WIDE;
  const devices = askedDevices(recording);
  const deviceRoom = wide && devices.length > 1 ? roomOf(devices) : 0;
  const left = wide ? BESIDE + deviceRoom : 0;
  const axis = axisOf(recording, left + END, width - left - 2 * END - (wide ? RESULTS + 8 : 0), endedAfterMs);
  const events = eventsOf(recording);
  const flags = flagsOf(events, axis);
  const tiers = Math.max(LEAST_TIERS, ...flags.map(({ tier }) => tier + 1));
  const header = tiers * TIER + AXIS;
  const delays = running || conclusion.verdicts.length > 0;
  const frame: Frame = {
    recording,
    conclusion,
    devices,
    events,
    axis,
    left,
    deviceRoom,
    delays,
    running,
    width,
    fitted:
      wide && fit ? fittedRows((fit - header) / Math.max(1, recording.lanes.length), devices.length) : null,
  };
  const lanes: Shape[] = [];
  let y = header;
  for (const lane of recording.lanes) {
    const drawn = laneOf(lane, frame, y);
    lanes.push(...drawn.shapes);
    y += drawn.height;
  }
  const track = { axis, top: tiers * TIER, bottom: y };
  const all = [
    ...gridOf(axis, track),
    ...flagLines(flags, tiers, y),
    ...instantsOf(axis, track),
    ...lanes,
    ...flagShapes(flags, tiers),
  ];
  // No line crosses a word out.
  const shapes = [...all.filter(({ kind }) => kind === "path"), ...all.filter(({ kind }) => kind === "text")];
  return { width, height: y + 2, shapes, track, events };
}

const roomOf = (devices: Recording["devices"]): number =>
  16 + Math.min(MOST_DEVICE_ROOM, Math.max(...devices.map(({ label }) => textWidth(label, TEXT))));

interface Frame {
  recording: Recording;
  conclusion: Conclusion;
  devices: Recording["devices"];
  events: readonly RunEvent[];
  axis: Axis;
  /** The width of the heads' column; 0 where heads stand above. */
  left: number;
  /** The part of it that the devices' names have. */
  deviceRoom: number;
  delays: boolean;
  running: boolean;
  width: number;
  /** On a stage. */
  fitted: Rows | null;
}

/** A lane of this height. */
function fittedRows(height: number, devices: number): Rows {
  const [top, gap, bottom] = [5, 4, 2];
  const strip = (height - top - bottom) / Math.max(1, devices) - gap;
  return { top, strip: Math.max(LEAST_STRIP, Math.min(MOST_STRIP, strip)), gap, bottom };
}

function laneOf(lane: RecordedLane, frame: Frame, top: number): { shapes: Shape[]; height: number } {
  const { recording, conclusion, devices, axis, left, deviceRoom, delays, running, width, fitted } = frame;
  const wide = left > 0;
  const several = devices.length > 1;
  const rows = fitted ?? (wide ? (several ? besideDevices : beside) : above);
  const results = { x: axis.x + axis.width + END + 8 };
  const shapes: Shape[] = [{ kind: "path", d: across(0, width, top), stroke: "line", strokeWidth: 1 }];
  let y = top + rows.top;
  let least = 0;
  if (wide) {
    const head = headBeside(lane, y, left - deviceRoom, fitted ? fitted.strip * devices.length : undefined);
    shapes.push(...head.shapes);
    least = head.bottom;
  } else {
    shapes.push(...headAbove(lane, y, width));
    y += 24;
  }
  const nameAbove = several && !wide ? DEVICE_ABOVE : 0;
  const firstStrip = y + nameAbove;
  const labels: Shape[] = [];
  const marks = recording.facts.filter((fact) => fact.kind === "mark");
  const verdicts = conclusion.verdicts.filter(
    (verdict) => verdict.lane === lane.id && marks.some(({ seq }) => seq === verdict.mark),
  );
  const verdict = shownVerdict(verdicts);
  for (const device of devices) {
    if (nameAbove > 0) labels.push(nameOf(device.label, y));
    y += nameAbove;
    const middle = y + rows.strip / 2;
    const answers = answersOf(recording, lane.id, device.id);
    const lates = latesOf(verdicts, marks, device.id, answers);
    const spans = spansOf(answers);
    if (several && wide) shapes.push(...deviceBeside(device.label, left, deviceRoom, middle));
    shapes.push({ kind: "path", d: rect(axis.x, y, axis.width, rows.strip), fill: "sunken" });
    const until = running ? xOf(axis, spans.at(-1)?.to ?? 0) : axis.x + axis.width;
    shapes.push(...stripOf(spans, { axis, y, height: rows.strip, until }, { lates, ...device }));
    if (wide && (several || !verdict)) shapes.push(lastResult(spans, { ...results, y: middle }, device));
    y += rows.strip + rows.gap;
  }
  shapes.push(...marksOf(lane.id, frame, firstStrip, y - rows.gap), ...labels);
  const look = wide ? linesAlone : withWords;
  if (fitted && verdict) {
    const middle = firstStrip + rows.strip / 2;
    if (!several) shapes.push(...delayResult(verdict, { ...results, y: middle - 8 }, middle + 10));
  } else if (!fitted && (wide || delays)) {
    shapes.push(...delaysOf(verdicts, marks, axis, y, look));
    if (wide && verdict && several)
      shapes.push(delayInOneLine(verdict, { ...results, y: y + look.height / 2 }));
    else if (wide && verdict)
      shapes.push(...delayResult(verdict, { ...results, y: firstStrip + 8 }, firstStrip + 26));
    y += look.height;
  }
  return { shapes, height: Math.max(y, least) + rows.bottom - top };
}

/** Over its strip, on a phone. */
const nameOf = (label: string, y: number): Shape => ({
  kind: "text",
  x: 6,
  y: y + 12,
  text: label,
  size: TEXT,
  paint: "muted",
  rim: "raised",
});

/** At the right end of the heads' column, level with its strip. */
function deviceBeside(label: string, left: number, room: number, middle: number): Shape[] {
  const [text = ""] = wrap(label, TEXT, room, 1);
  return [{ kind: "text", x: left - 8, y: middle + 4.5, text, size: TEXT, paint: "muted", anchor: "end" }];
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
  return [{ kind: "path", d: lines.join(""), stroke: "line", strokeWidth: 1 }];
}

/** Over the lines of the flags, which would cross them out. */
function instantsOf(axis: Axis, { top }: { top: number }): Shape[] {
  return axis.ticks.map((second): Shape => {
    const x = xOf(axis, second * 1000);
    const text = second >= 60 && second % 60 === 0 ? `${second / 60} min` : `${second} s`;
    const atEnd = x + textWidth(text, TEXT) / 2 > axis.x + axis.width + END;
    return {
      kind: "text",
      x: atEnd ? axis.x + axis.width + END : Math.max(x, axis.x),
      y: top + AXIS - 11,
      text,
      size: TEXT,
      paint: "muted",
      anchor: atEnd ? "end" : second === 0 ? "start" : "middle",
      rim: "raised",
    };
  });
}
