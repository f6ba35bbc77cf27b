// The paints of a drawing as this app's colors, so that a picture follows the theme. Class names stand here in full:
// the build finds them by reading.

import type { Paint } from "@/app/labs/_drawing/shapes";

export const fills: Record<Paint, string> = {
  ink: "fill-ink",
  muted: "fill-muted",
  line: "fill-line",
  "line-strong": "fill-line-strong",
  raised: "fill-raised",
  sunken: "fill-sunken",
  session: "fill-session",
  jwt: "fill-jwt",
  ok: "fill-ok",
  bad: "fill-bad",
  warn: "fill-warn",
  thief: "fill-thief",
};

export const strokes: Record<Paint, string> = {
  ink: "stroke-ink",
  muted: "stroke-muted",
  line: "stroke-line",
  "line-strong": "stroke-line-strong",
  raised: "stroke-raised",
  sunken: "stroke-sunken",
  session: "stroke-session",
  jwt: "stroke-jwt",
  ok: "stroke-ok",
  bad: "stroke-bad",
  warn: "stroke-warn",
  thief: "stroke-thief",
};
