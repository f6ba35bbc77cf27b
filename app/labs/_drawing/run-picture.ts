// A whole run as one picture for export: title, lanes, legend, verdicts in words, date and address. Only draws what
// it is given.

import type { RunView } from "@/lib/labs/contract";
import { layout } from "./layout";
import { LEGEND_BOX, legendOf } from "./legend";
import { type Shape, textWidth, wrap } from "./shapes";
import { summaryOf } from "./summary";
import { toSvg } from "./svg";
import { outcomeOf } from "./told";
import { agreementOf, endedAfter, scoreWords, statusWords } from "./words";

const WIDTH = 1200;
const MARGIN = 40;
const INNER = WIDTH - 2 * MARGIN;
/** Pixels of a letter, and of a line. */
const OUTCOME = 18;
const OUTCOME_LINE = 25;
/** What a line needs more than is reckoned for the usual weight. */
const ROOM_OF_BOLD = 40;

/** What a lab without lanes draws instead. */
export interface Picture {
  shapes: Shape[];
  height: number;
  description: string;
}

interface RunPicture {
  /** Of the lab. */
  title: string;
  /** Where the run can be opened again. */
  address: string;
  picture?: ((view: RunView, width: number) => Picture) | undefined;
}

/** The run as an SVG document. */
export function drawRun(view: RunView, { title, address, picture }: RunPicture): string {
  const { recording, conclusion } = view;
  const own = picture?.(view, INNER);
  const drawing =
    own ??
    layout(recording, conclusion, {
      width: INNER,
      running: false,
      endedAfterMs: endedAfter(view),
    });
  const shapes: Shape[] = [...headOf(view, title)];
  const outcome = wrap(outcomeOf(view) ?? "", OUTCOME, INNER - ROOM_OF_BOLD, 4);
  shapes.push(...outcome.map((text, line) => outcomeLine(text, 112 + line * OUTCOME_LINE)));
  let y = 100 + (outcome.length > 0 ? 10 : 0) + outcome.length * OUTCOME_LINE;
  shapes.push(...drawing.shapes.map((shape) => moved(shape, MARGIN, y)));
  y += drawing.height + 26;
  if (!own) {
    const legend = legendShapes(view, y);
    shapes.push(...legend.shapes);
    y += legend.height + 14;
  }
  const foot = footOf(view, address, y);
  shapes.push(...foot);
  return toSvg({
    width: WIDTH,
    height: y + foot.length * 20 + MARGIN / 2,
    title: `${title}: one run`,
    description: own?.description ?? summaryOf(recording, conclusion),
    shapes,
  });
}

const outcomeLine = (text: string, y: number): Shape => ({
  kind: "text",
  x: MARGIN,
  y,
  text,
  size: OUTCOME,
  paint: "ink",
  bold: true,
});

function headOf(view: RunView, title: string): Shape[] {
  const { status, createdAt, elapsedMs, score } = view;
  const facts = [
    `${createdAt.slice(0, 19).replace("T", " ")} UTC`,
    `${statusWords[status].toLowerCase()} after ${(elapsedMs / 1000).toFixed(1)} s`,
    ...(scoreWords(score) ? [`predictions: ${scoreWords(score)}`] : []),
  ];
  return [
    { kind: "text", x: MARGIN, y: 52, text: title, size: 26, paint: "ink", bold: true },
    { kind: "text", x: MARGIN, y: 78, text: facts.join(" · "), size: 14, paint: "muted" },
    {
      kind: "text",
      x: WIDTH - MARGIN,
      y: 52,
      text: "Coatcheck",
      size: 16,
      paint: "muted",
      bold: true,
      anchor: "end",
    },
  ];
}

function legendShapes({ recording, conclusion }: RunView, top: number): { shapes: Shape[]; height: number } {
  const shapes: Shape[] = [];
  let [x, y] = [MARGIN, top];
  for (const { words, shapes: signs } of legendOf(recording, conclusion)) {
    const width = LEGEND_BOX.width + 8 + textWidth(words, 13) + 22;
    if (x + width > WIDTH - MARGIN) [x, y] = [MARGIN, y + 24];
    const [left, baseline] = [x, y];
    shapes.push(...signs.map((sign) => moved(sign, left, baseline)));
    shapes.push({
      kind: "text",
      x: x + LEGEND_BOX.width + 8,
      y: y + 12.5,
      text: words,
      size: 13,
      paint: "ink",
    });
    x += width;
  }
  return { shapes, height: y - top + LEGEND_BOX.height + 8 };
}

function footOf({ recording, conclusion }: RunView, address: string, top: number): Shape[] {
  const against = conclusion.verdicts.filter((verdict) => agreementOf(verdict) === "contradicts").length;
  const lines = [
    ...(against > 0
      ? [
          `${against} measured ${against === 1 ? "delay contradicts" : "delays contradict"} what the mode promises.`,
        ]
      : []),
    ...(recording.dropped > 0
      ? [`${recording.dropped} requests beyond the bound of a run are not kept.`]
      : []),
    `Every block is the answer of a real request. ${address}`,
  ];
  return lines.flatMap((line, index): Shape[] =>
    wrap(line, 13, INNER, 1).map((text) => ({
      kind: "text",
      x: MARGIN,
      y: top + 14 + index * 20,
      text,
      size: 13,
      paint: against > 0 && index === 0 ? "bad" : "muted",
      bold: against > 0 && index === 0,
    })),
  );
}

function moved(shape: Shape, dx: number, dy: number): Shape {
  if (shape.kind === "text") return { ...shape, x: shape.x + dx, y: shape.y + dy };
  const { x, y, scale } = shape.place ?? { x: 0, y: 0, scale: 1 };
  return { ...shape, place: { x: x + dx, y: y + dy, scale } };
}
