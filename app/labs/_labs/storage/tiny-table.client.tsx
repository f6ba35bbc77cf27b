"use client";
// A table of the storage lab as small as a stamp: a square for each cell. What went as the site’s owner wants is hollow,
// what did not is filled, what was not tried is a dot. The words beside it say the same.

import type { Found } from "@/lib/labs/storage/shared/judge";
import { outcomeOf, type Tone } from "./shared/words";

const SIZE = 9;
const STEP = 13;

const looks: Record<Tone, string> = {
  good: "fill-raised stroke-ok",
  bad: "fill-bad stroke-bad",
  plain: "fill-raised stroke-line-strong",
};

export function TinyTable({ rows }: { rows: readonly (readonly (Found | undefined)[])[] }) {
  const across = Math.max(...rows.map((row) => row.length));
  // A table with one column lies down, so that no line is higher than the others.
  const lying = across === 1 ? [rows.flat()] : rows;
  const [width, height] = [Math.max(...lying.map((row) => row.length)) * STEP, lying.length * STEP];
  return (
    <svg width={width} height={height} aria-hidden="true" focusable="false" className="max-sm:hidden">
      {lying.flatMap((row, y) =>
        row.map((found, x) => <Square key={`${x} ${y}`} x={x * STEP + 2} y={y * STEP + 2} found={found} />),
      )}
    </svg>
  );
}

function Square({ x, y, found }: { x: number; y: number; found: Found | undefined }) {
  if (!found) return <circle cx={x + SIZE / 2} cy={y + SIZE / 2} r="1.5" className="fill-line-strong" />;
  const { tone } = outcomeOf(found);
  const filled = tone === "plain" && found.finding.happened;
  return (
    <rect
      x={x}
      y={y}
      width={SIZE}
      height={SIZE}
      rx="1.5"
      strokeWidth="1.5"
      className={filled ? "fill-muted stroke-muted" : looks[tone]}
    />
  );
}
