// A picture of facts made by hand, taken apart for tests: its texts and its paths. Never part of the app.

import type { Conclusion, Fact } from "@/lib/labs/contract";
import { run } from "@/lib/labs/testing/run";
import { layout } from "../layout";
import type { PathShape, Shape } from "../shapes";

export const none: Conclusion = { verdicts: [], answers: {} };

export const texts = (shapes: readonly Shape[]): string[] =>
  shapes.flatMap((shape) => (shape.kind === "text" ? [shape.text] : []));

export const paths = (shapes: readonly Shape[]): PathShape[] =>
  shapes.filter((shape) => shape.kind === "path");

export const draw = (facts: Fact[], { width = 1180, conclusion = none, running = false } = {}) =>
  layout(run({}, facts).recording, conclusion, { width, running });
