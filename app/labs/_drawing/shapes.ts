// What a picture of a run is made of: paths and texts in named paints, so that the page colors them by theme and
// the export by fixed light colors. Knows nothing of runs.

export type Paint =
  | "ink"
  | "muted"
  | "line"
  | "line-strong"
  | "raised"
  | "sunken"
  | "session"
  | "jwt"
  | "ok"
  | "bad"
  | "warn"
  | "thief";

export interface PathShape {
  kind: "path";
  d: string;
  fill?: Paint;
  stroke?: Paint;
  strokeWidth?: number;
  dash?: string;
  /** Moved and scaled, for signs that are drawn in a box of their own. */
  place?: { x: number; y: number; scale: number };
}

/** The smallest text of a picture, pixels: it has to be read from the back of a room. */
export const TEXT = 13;

export interface TextShape {
  kind: "text";
  x: number;
  /** The baseline. */
  y: number;
  text: string;
  /** Pixels. */
  size: number;
  paint: Paint;
  anchor?: "start" | "middle" | "end";
  bold?: boolean;
  /** A rim of the ground's color, where lines pass behind. */
  rim?: Paint;
}

export type Shape = PathShape | TextShape;

/** Short enough for a thousand of them, exact to a tenth of a pixel. */
export const n = (value: number): string => String(Math.round(value * 10) / 10);

export const rect = (x: number, y: number, width: number, height: number): string =>
  `M${n(x)} ${n(y)}h${n(width)}v${n(height)}h${n(-width)}z`;

export const across = (x1: number, x2: number, y: number): string => `M${n(x1)} ${n(y)}H${n(x2)}`;

export const down = (x: number, y1: number, y2: number): string => `M${n(x)} ${n(y1)}V${n(y2)}`;

export const circle = (x: number, y: number, r: number): string =>
  `M${n(x - r)} ${n(y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;

export const diamond = (x: number, y: number, r: number): string =>
  `M${n(x)} ${n(y - r)}l${r} ${r} ${-r} ${r} ${-r} ${-r}z`;

export const cross = (x: number, y: number, r: number): string =>
  `M${n(x - r)} ${n(y - r)}l${n(2 * r)} ${n(2 * r)}M${n(x + r)} ${n(y - r)}l${n(-2 * r)} ${n(2 * r)}`;

/** Slanted lines inside a box: a filling that needs no definition elsewhere in the document. */
export function hatch(x: number, y: number, width: number, height: number, step = 5): string {
  const lines: string[] = [];
  // Each line runs from lower left to upper right, from `start` on the lower edge; both ends are cut at the box.
  for (let start = -height + step / 2; start < width; start += step) {
    const from = Math.max(0, start);
    const to = Math.min(width, start + height);
    if (to > from)
      lines.push(
        `M${n(x + from)} ${n(y + height - (from - start))}L${n(x + to)} ${n(y + height - (to - start))}`,
      );
  }
  return lines.join("");
}

/** What the letters of the app's font need of the width, in parts of the size; figures are all equally wide. */
const LETTERS: readonly [letters: RegExp, width: number][] = [
  [/[ .,:;'’!|ijlI·]/, 0.29],
  [/[frt()[\]/-]/, 0.38],
  [/\d/, 0.63],
  [/[mwMW%…]/, 0.9],
  [/[A-Z]/, 0.72],
];
const USUAL_LETTER = 0.6;
const BOLD = 1.03;

/** Roughly: the real font is not known here. */
export function textWidth(text: string, size: number, bold = false): number {
  let width = 0;
  for (const letter of text) width += LETTERS.find(([letters]) => letters.test(letter))?.[1] ?? USUAL_LETTER;
  return width * size * (bold ? BOLD : 1);
}

/** At most `lines` lines of about `width` pixels; what does not fit ends in "…". */
export function wrap(text: string, size: number, width: number, lines: number): string[] {
  const fits = (words: string) => textWidth(words, size) <= width;
  const wrapped: string[] = [];
  let line = "";
  // A number and its unit stay together.
  const joined = text.replace(/(\d) (?=(?:s|ms|min|h)\b)/g, "$1\u00a0");
  for (const word of joined.split(/ +/).filter(Boolean)) {
    const longer = line ? `${line} ${word}` : word;
    if (fits(longer) || !line) line = longer;
    else {
      wrapped.push(line);
      line = word;
    }
  }
  if (line) wrapped.push(line);
  const kept = wrapped.slice(0, lines);
  if (wrapped.length > lines) kept[lines - 1] = wrapped.slice(lines - 1).join(" ");
  return kept.map((text) => (fits(text) ? text : cut(text, size, width)));
}

function cut(text: string, size: number, width: number): string {
  let kept = text;
  while (kept.length > 3 && textWidth(`${kept}…`, size) > width) kept = kept.slice(0, -1);
  return `${kept.trimEnd()}…`;
}
