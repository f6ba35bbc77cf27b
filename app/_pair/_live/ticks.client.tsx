"use client";
// The axis under the lanes.

interface TicksProps {
  ticks: number[];
  /** Seconds. */
  length: number;
  /** Percent. */
  edge: number;
  moving: boolean;
}

export function Ticks({ ticks, length, edge, moving }: TicksProps) {
  return (
    <svg className="h-6 w-full overflow-visible" aria-hidden="true">
      <line x1="0" x2="100%" y1="0.5" y2="0.5" className="stroke-line-strong" />
      {ticks.map((second) => {
        const x = `${((second / length) * 100).toFixed(2)}%`;
        return (
          <g key={second}>
            <line x1={x} x2={x} y1="0" y2="5" className="stroke-line-strong" />
            <text
              x={x}
              y="19"
              fontSize="13"
              textAnchor={anchor(second / length)}
              className="fill-muted tabular-nums"
            >
              {tickWords(second)}
            </text>
          </g>
        );
      })}
      {moving ? <circle cx={`${edge.toFixed(2)}%`} cy="0.5" r="3.5" className="fill-ink" /> : null}
    </svg>
  );
}

/** Labels at the ends stay inside. */
const anchor = (share: number) => (share === 0 ? "start" : share > 0.98 ? "end" : "middle");

const tickWords = (seconds: number): string =>
  seconds === 0 ? "issued" : seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
