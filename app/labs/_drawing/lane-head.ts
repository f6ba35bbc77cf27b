// What stands at a lane's head: the sign of its mode, its name and how revocation is checked. Beside the track where
// there is room, above it on a phone.

import { strategyLook } from "@/app/_ui/words/strategies";
import type { ModeName } from "@/lib/auth/contract";
import type { RecordedLane } from "@/lib/labs/contract";
import { type Paint, type PathShape, type Shape, TEXT, textWidth, wrap } from "./shapes";

/** The hanger and the ID card of the app, in a box of 16 by 16. */
const signs: Record<ModeName, { strokes: string; fills?: string; paint: Paint }> = {
  session: {
    strokes:
      "M8 6.4L1.9 11c-.8.6-.4 1.9.6 1.9h11c1 0 1.4-1.3.6-1.9zm0 0V5.6c0-.7 1.9-1 1.9-2.5a1.9 1.9 0 00-3.8 0",
    paint: "session",
  },
  jwt: {
    strokes:
      "M2.85 3.25h10.3a1.6 1.6 0 011.6 1.6v6.3a1.6 1.6 0 01-1.6 1.6H2.85a1.6 1.6 0 01-1.6-1.6v-6.3a1.6 1.6 0 011.6-1.6zM3.4 10.6c.3-1 .9-1.4 1.7-1.4s1.4.4 1.7 1.4M9.4 6.6h3M9.4 9.6h3",
    fills: "M3.65 7a1.45 1.45 0 102.9 0 1.45 1.45 0 10-2.9 0z",
    paint: "jwt",
  },
};

const NAME = 14;

export function modeSign(mode: ModeName, x: number, y: number): PathShape[] {
  const { strokes, fills, paint } = signs[mode];
  const place = { x, y, scale: 1 };
  const lines: PathShape = { kind: "path", d: strokes, stroke: paint, strokeWidth: 1.5, place };
  return fills ? [lines, { kind: "path", d: fills, fill: paint, place }] : [lines];
}

/** Up to two lines for the name and two for the strategy; `bottom` is where the last of them ends. */
export function headBeside(
  lane: RecordedLane,
  y: number,
  width: number,
  /** Where there is little of it, the strategy is left out. */
  height = Number.POSITIVE_INFINITY,
): { shapes: Shape[]; bottom: number } {
  const names = wrap(lane.label, NAME, width - 30, 2);
  const room = Math.floor((height - 6 - names.length * 18) / 15);
  const notes = wrap(noteOf(lane), TEXT, width - 24, 2).slice(0, Math.max(0, room));
  const shapes = [
    ...modeSign(lane.mode, 0, y),
    ...names.map(
      (text, line): Shape => ({
        kind: "text",
        x: 24,
        y: y + 12.5 + line * 18,
        text,
        size: NAME,
        paint: "ink",
        bold: true,
      }),
    ),
    ...notes.map(
      (text, line): Shape => ({
        kind: "text",
        x: 24,
        y: y + 13 + names.length * 18 + line * 15,
        text,
        size: TEXT,
        paint: "muted",
      }),
    ),
  ];
  return { shapes, bottom: y + 17 + names.length * 18 + (notes.length - 1) * 15 };
}

/** One line; the strategy at its end where there is room. */
export function headAbove(lane: RecordedLane, y: number, width: number): Shape[] {
  const [name = ""] = wrap(lane.label, NAME, width - 22, 1);
  const note = noteOf(lane);
  const room = width - 22 - textWidth(name, NAME, true) - 12;
  const shapes: Shape[] = [
    ...modeSign(lane.mode, 0, y),
    {
      kind: "text",
      x: 22,
      y: y + 12.5,
      text: name,
      size: NAME,
      paint: "ink",
      bold: true,
      rim: "raised",
    },
  ];
  if (textWidth(note, TEXT) <= room)
    shapes.push({
      kind: "text",
      x: width,
      y: y + 12.5,
      text: note,
      size: TEXT,
      paint: "muted",
      anchor: "end",
      rim: "raised",
    });
  return shapes;
}

/** "Denylist, with refresh", "Row read every time": what a check asks, in three words. */
export function noteOf({
  strategy,
  refreshes,
  policy,
}: Pick<RecordedLane, "strategy" | "refreshes" | "policy">): string {
  const { cacheSeconds } = policy.session;
  if (!strategy) return cacheSeconds > 0 ? `Row read every ${cacheSeconds} s` : "Row read every time";
  const { label } = strategyLook[strategy];
  return refreshes ? `${label}, with refresh` : label;
}
