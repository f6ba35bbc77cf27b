// The tables of the storage lab as shapes, for the picture that a run is exported as. What happened stands as a
// word; color only repeats it.

import type { Recording } from "@/lib/labs/contract";
import {
  ASKS,
  ATTEMPTS,
  CELLS,
  corsId,
  csrfId,
  GUARDS,
  POLICIES,
  SAME_SITES,
  SIZES,
  sizeId,
  TRICKS,
  xssId,
} from "@/lib/labs/storage/shared/cells";
import { type Found, findingsOf } from "@/lib/labs/storage/shared/judge";
import type { Picture } from "../../_drawing/run-picture";
import { across, type Paint, type Shape, wrap } from "../../_drawing/shapes";
import { outcomeOf, type Tone } from "./shared/words";

interface Block {
  title: string;
  columns: readonly string[];
  rows: readonly { label: string; cells: readonly string[] }[];
}

const LINE = 22;
const GAP = 34;
const PAINTS: Record<Tone, Paint> = { good: "ok", bad: "bad", plain: "ink" };

export function storagePicture({ recording }: { recording: Recording }, width: number): Picture {
  const findings = findingsOf(recording);
  const half = (width - GAP) / 2;
  const shapes: Shape[] = [];
  let bottoms = [20, 20];
  for (const block of BLOCKS) {
    const side = (bottoms[0] ?? 0) <= (bottoms[1] ?? 0) ? 0 : 1;
    const drawn = blockOf(block, findings, side * (half + GAP), bottoms[side] ?? 0, half);
    shapes.push(...drawn.shapes);
    bottoms = bottoms.map((bottom, index) => (index === side ? drawn.bottom + GAP : bottom));
  }
  const happened = [...findings.values()].filter(({ finding }) => finding.happened).length;
  const description = `${findings.size} of ${CELLS.length} attempts were made in one browser; ${happened} of them came through.`;
  return { shapes, height: Math.max(...bottoms), description };
}

const one = (ids: readonly { id: string; label: string }[], idOf: (id: string) => string): Block["rows"] =>
  ids.map(({ id, label }) => ({ label, cells: [idOf(id)] }));

const BLOCKS: readonly Block[] = [
  ...ATTEMPTS.map(
    ({ id, label }): Block => ({
      title: label,
      columns: GUARDS.map((guard) => guard.label),
      rows: SAME_SITES.map((sameSite) => ({
        label: sameSite.label,
        cells: GUARDS.map((guard) => csrfId(id, sameSite.id, guard.id)),
      })),
    }),
  ),
  { title: "A script in the page (XSS)", columns: [""], rows: one(TRICKS, xssId) },
  { title: "How much a cookie holds", columns: [""], rows: one(SIZES, sizeId) },
  {
    title: "Who may read the answer (CORS; rows: Access-Control-Allow-…)",
    columns: ASKS.map(({ method, credentials }) => `${method}, ${credentials}`),
    rows: POLICIES.map((policy) => ({
      label: policy.label.replaceAll("Allow-", ""),
      cells: ASKS.map((ask) => corsId(policy.id, ask.id)),
    })),
  },
];

function blockOf(
  { title, columns, rows }: Block,
  findings: ReadonlyMap<string, Found>,
  left: number,
  top: number,
  width: number,
): { shapes: Shape[]; bottom: number } {
  const head = width * (columns.length === 1 ? 0.72 : columns.length === 3 ? 0.43 : 0.24);
  const step = (width - head) / columns.length;
  const text = (x: number, y: number, words: string, paint: Paint, room: number, bold = false): Shape => ({
    kind: "text",
    x: left + x,
    y,
    size: 13,
    paint,
    bold,
    text: wrap(words, 13, room, 1)[0] ?? "",
  });
  const shapes: Shape[] = [text(0, top, title, "ink", width, true)];
  let y = top;
  if (columns.length > 1) {
    y += LINE;
    shapes.push(...columns.map((column, index) => text(head + index * step, y, column, "muted", step)));
  }
  shapes.push({ kind: "path", d: across(left, left + width, y + 7), stroke: "line-strong" });
  for (const { label, cells } of rows) {
    y += LINE;
    shapes.push(text(0, y, label, "ink", head));
    for (const [index, id] of cells.entries()) {
      const found = findings.get(id);
      const outcome = found && outcomeOf(found);
      const paint = outcome ? PAINTS[outcome.tone] : "muted";
      shapes.push(text(head + index * step, y, outcome?.brief ?? "not tried", paint, step));
    }
  }
  return { shapes, bottom: y };
}
