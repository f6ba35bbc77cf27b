// Shapes as the text of an SVG document of its own: light colors, the system's fonts, nothing from outside. Every
// text is escaped here; nothing else writes markup.

import { n, type Paint, type PathShape, type Shape } from "./shapes";

/** The light theme's values of app/globals.css; a test compares them. */
export const lightPaints: Record<Paint, string> = {
  ink: "#1b1d1f",
  muted: "#5a5e62",
  line: "#dcdcd6",
  "line-strong": "#85898d",
  raised: "#ffffff",
  sunken: "#ebebe7",
  session: "#7a5200",
  jwt: "#1f4fa8",
  ok: "#17693b",
  bad: "#ab1f2b",
  warn: "#9a4100",
  thief: "#8a1f86",
};

const FONTS = "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif";

interface Document {
  width: number;
  height: number;
  title: string;
  description: string;
  shapes: readonly Shape[];
}

export function toSvg({ width, height, title, description, shapes }: Document): string {
  const [w, h] = [n(width), n(height)];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}" role="img" aria-labelledby="title desc" font-family="${escaped(FONTS)}">`,
    `<title id="title">${escaped(title)}</title>`,
    `<desc id="desc">${escaped(description)}</desc>`,
    `<rect width="${w}" height="${h}" fill="${lightPaints.raised}"/>`,
    ...shapes.map(element),
    "</svg>\n",
  ].join("\n");
}

function element(shape: Shape): string {
  if (shape.kind === "path") return pathElement(shape);
  const { x, y, text, size, paint, anchor, bold, rim } = shape;
  const rimmed = rim
    ? ` stroke="${lightPaints[rim]}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"`
    : "";
  const anchored = anchor ? ` text-anchor="${anchor}"` : "";
  const weight = bold ? ' font-weight="600"' : "";
  return `<text x="${n(x)}" y="${n(y)}" font-size="${size}" fill="${lightPaints[paint]}"${anchored}${weight}${rimmed}>${escaped(text)}</text>`;
}

function pathElement({ d, fill, stroke, strokeWidth = 1, dash, place }: PathShape): string {
  const stroked = stroke
    ? ` stroke="${lightPaints[stroke]}" stroke-width="${strokeWidth}" stroke-linecap="butt" stroke-linejoin="round"`
    : "";
  const dashed = dash ? ` stroke-dasharray="${dash}"` : "";
  const moved = place ? ` transform="translate(${n(place.x)} ${n(place.y)}) scale(${place.scale})"` : "";
  return `<path d="${d}" fill="${fill ? lightPaints[fill] : "none"}"${stroked}${dashed}${moved}/>`;
}

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** XML 1.0 §2.2 has no control characters, not even escaped, and no lone surrogates. */
const escaped = (text: string): string =>
  text
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not get through
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
