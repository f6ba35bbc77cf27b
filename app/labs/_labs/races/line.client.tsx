"use client";
// The line of refresh tokens in one lane, small: straight on, forked, or cut. The words beside it say the same.

import type { Line, RaceCount } from "@/lib/labs/races/shared/count";

const WIDTH = 240;
const HEIGHT = 92;
const MIDDLE = HEIGHT / 2;
const RACE_X = 62;
const FAN_X = 112;
const CUT_X = 164;
const END_X = 226;
/** More lines than this are not told apart at this size. */
const MOST = 7;
const GAP = 12;

export function LinePicture({ count: { lines, tabs } }: { count: RaceCount }) {
  const drawn = sampleOf(lines);
  // Of several that live on, each but one is as good as a thief's copy.
  const alone = lines.filter(({ live }) => live === true).length < 2;
  const nobody = tabs > 0 && lines.length === 0;
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className="block h-auto w-full max-w-72"
      fill="none"
      strokeLinecap="round"
      strokeLinejoin="round"
      strokeWidth="2"
      aria-hidden="true"
      focusable="false"
    >
      <path d={`M${RACE_X} 6V${HEIGHT - 6}`} className="stroke-line-strong" strokeDasharray="2 5" />
      <path d={`M14 ${MIDDLE}H${RACE_X}`} className="stroke-ink" />
      {drawn.map((line, index) => (
        <Branch
          key={line.token}
          line={line}
          alone={alone}
          y={MIDDLE + (index - (drawn.length - 1) / 2) * GAP}
        />
      ))}
      <circle cx="14" cy={MIDDLE} r="5" className="fill-ink" />
      <circle cx={RACE_X} cy={MIDDLE} r="4" className="fill-raised stroke-ink" />
      {nobody ? <Cross x={RACE_X} y={MIDDLE} /> : null}
    </svg>
  );
}

function Branch({ line, alone, y }: { line: Line; alone: boolean; y: number }) {
  const { live } = line;
  const end = live === null ? FAN_X : live ? END_X : CUT_X;
  const paint = live === null ? "stroke-ink" : live ? (alone ? "stroke-ok" : "stroke-warn") : "stroke-bad";
  const bend = `C${RACE_X + 25} ${MIDDLE} ${FAN_X - 25} ${y} ${FAN_X} ${y}`;
  return (
    <g>
      <path d={`M${RACE_X} ${MIDDLE}${bend}H${end}`} className={paint} />
      {live === true ? <circle cx={END_X} cy={y} r="4" className={alone ? "fill-ok" : "fill-warn"} /> : null}
      {live === false ? <Cross x={CUT_X} y={y} /> : null}
    </g>
  );
}

function Cross({ x, y }: { x: number; y: number }) {
  return (
    <path d={`M${x - 4} ${y - 4}l8 8M${x + 4} ${y - 4}l-8 8`} className="stroke-bad" strokeWidth="2.25" />
  );
}

/** Of both kinds, where there are both; those that live on stand above. */
function sampleOf(lines: readonly Line[]): Line[] {
  const cut = lines.filter(({ live }) => live === false);
  const others = lines.filter(({ live }) => live !== false).slice(0, cut.length > 0 ? MOST - 3 : MOST);
  return [...others, ...cut.slice(0, MOST - others.length)];
}

/** "3 chains began, one goes on." */
export function lineWords({ lines, tabs, liveLines }: RaceCount): string {
  if (tabs === 0) return "The race has not begun.";
  const born = lines.length;
  if (liveLines === null) return born === 1 ? "One chain so far." : `${born} chains so far.`;
  if (born === 1) return liveLines === 1 ? "One chain, straight on." : "The one chain is cut.";
  if (liveLines === born) return `${born} chains, side by side.`;
  const left = liveLines === 0 ? "none goes on" : liveLines === 1 ? "one goes on" : `${liveLines} go on`;
  return `${born} chains began, ${left}.`;
}
