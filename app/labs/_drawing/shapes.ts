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
  | "warn";

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

/** What a text needs of the width, roughly: the real font is not known here. */
export const textWidth = (text: string, size: number): number => text.length * size * 0.55;

/** At most `lines` lines of about `width` pixels; what does not fit ends in "…". */
export function wrap(text: string, size: number, width: number, lines: number): string[] {
  const room = Math.max(4, Math.floor(width / (size * 0.55)));
  const wrapped: string[] = [];
  let line = "";
  // A number and its unit stay together.
  const joined = text.replace(/(\d) (?=(?:s|ms|min|h)\b)/g, "$1\u00a0");
  for (const word of joined.split(/ +/).filter(Boolean)) {
    const longer = line ? `${line} ${word}` : word;
    if (longer.length <= room || !line) line = longer;
    else {
      wrapped.push(line);
      line = word;
    }
  }
  if (line) wrapped.push(line);
  const kept = wrapped.slice(0, lines);
  if (wrapped.length > lines) kept[lines - 1] = wrapped.slice(lines - 1).join(" ");
  return kept.map((text) => (text.length > room ? `${text.slice(0, room - 1).trimEnd()}…` : text));
}
