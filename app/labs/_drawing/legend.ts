// What the signs of the picture mean: each with a small drawing of itself.

import type { Conclusion, Recording } from "@/lib/labs/contract";
import { seenIn } from "./requests";
import { across, circle, cross, diamond, down, hatch, rect, type Shape } from "./shapes";

export interface LegendEntry {
  words: string;
  /** In a box of 26 by 16. */
  shapes: Shape[];
}

export const LEGEND_BOX = { width: 26, height: 16 };

/** Accepted, refused and the acts always; the rest where the picture has it. */
export function legendOf({ facts, devices }: Recording, { verdicts }: Conclusion): LegendEntry[] {
  const answers = facts.filter((fact) => fact.kind === "answer");
  const seen = new Set(answers.map(seenIn));
  const thieves = devices.filter(({ isThief }) => isThief).map(({ id }) => id);
  const entries: (LegendEntry | false)[] = [
    {
      words: "accepted",
      shapes: [{ kind: "path", d: [1, 9, 17].map((x) => rect(x, 1, 7, 14)).join(""), fill: "ok" }],
    },
    answers.some(({ device, accepted }) => accepted && thieves.includes(device)) && {
      words: "the thief is accepted",
      shapes: [{ kind: "path", d: [1, 9, 17].map((x) => rect(x, 1, 7, 14)).join(""), fill: "thief" }],
    },
    verdicts.some(({ promisedMs, lastAcceptedMs }) => promisedMs !== null && lastAcceptedMs !== null) && {
      words: "ended, still accepted",
      shapes: [
        { kind: "path", d: rect(1, 1, 24, 14), stroke: "warn", strokeWidth: 1.5 },
        { kind: "path", d: hatch(1, 1, 24, 14), stroke: "warn", strokeWidth: 2 },
      ],
    },
    {
      words: "refused",
      shapes: [
        {
          kind: "path",
          d: across(0, 26, 8) + [5, 13, 21].map((x) => cross(x, 8, 3)).join(""),
          stroke: "bad",
          strokeWidth: 1.5,
        },
      ],
    },
    seen.has("forbidden") && {
      words: "accepted, but not as admin",
      shapes: [
        { kind: "path", d: [1, 9, 17].map((x) => rect(x, 8, 7, 7)).join(""), fill: "warn" },
        { kind: "path", d: across(1, 24, 2), stroke: "warn", strokeWidth: 2 },
      ],
    },
    seen.has("unanswered") && {
      words: "no answer",
      shapes: [{ kind: "path", d: across(0, 26, 8), stroke: "muted", strokeWidth: 2, dash: "3 3" }],
    },
    answers.some(({ renewed }) => renewed) && {
      words: "new credentials",
      shapes: [{ kind: "path", d: circle(13, 8, 2.5), fill: "ink" }],
    },
    {
      words: "what was done",
      shapes: [
        { kind: "path", d: down(13, 2, 16), stroke: "ink", strokeWidth: 1.5 },
        { kind: "path", d: diamond(13, 4, 4), fill: "ink" },
      ],
    },
    verdicts.length > 0 && {
      words: "measured delay",
      shapes: [
        {
          kind: "path",
          d: down(2, 3.5, 12.5) + across(2, 24, 8) + down(24, 3.5, 12.5),
          stroke: "ink",
          strokeWidth: 2,
        },
      ],
    },
    verdicts.some(({ promisedMs }) => promisedMs !== null) && {
      words: "promised delay",
      shapes: [
        { kind: "path", d: rect(1, 4, 24, 8), stroke: "line-strong", strokeWidth: 1 },
        { kind: "path", d: hatch(1, 4, 24, 8), stroke: "muted", strokeWidth: 1.5 },
      ],
    },
  ];
  return entries.filter((entry) => entry !== false);
}
