// Several times of the same thing on one line: a dot for each, a ring for the first, a bar for the median. The line is the
// same for everything on the page, so lengths can be compared. The words beside it say the same.

import type { ModeName } from "@/lib/auth/contract";
import { decadesOf, medianOf, placeOf, type Scale, type Times } from "./measured";

const dots: Record<ModeName, string> = { session: "fill-session", jwt: "fill-jwt" };
const rings: Record<ModeName, string> = { session: "stroke-session", jwt: "stroke-jwt" };

const percent = (value: number): string => `${value.toFixed(2)}%`;

export function Spread({
  times: [first = 0, ...again],
  scale,
  mode,
}: {
  times: Times;
  scale: Scale;
  mode: ModeName;
}) {
  return (
    <svg className="h-4 w-full overflow-visible" aria-hidden="true" focusable="false">
      <line x1="0" x2="100%" y1="8" y2="8" className="stroke-line" />
      {decadesOf(scale).map((time) => (
        <line
          key={time}
          x1={percent(placeOf(time, scale))}
          x2={percent(placeOf(time, scale))}
          y1="5"
          y2="11"
          className="stroke-line-strong"
        />
      ))}
      {again.map((time, index) => (
        <circle
          key={index}
          cx={percent(placeOf(time, scale))}
          cy="8"
          r="3"
          fillOpacity="0.45"
          className={dots[mode]}
        />
      ))}
      <circle
        cx={percent(placeOf(first, scale))}
        cy="8"
        r="3.5"
        strokeWidth="1.5"
        className={`fill-none ${rings[mode]}`}
      />
      <Median x={placeOf(medianOf([first, ...again]), scale)} />
    </svg>
  );
}

const Median = ({ x }: { x: number }) => (
  <line x1={percent(x)} x2={percent(x)} y1="1" y2="15" strokeWidth="2.5" className="stroke-ink" />
);

/** What stands where on the line. */
export function ScaleAxis({ scale }: { scale: Scale }) {
  const decades = decadesOf(scale);
  return (
    <svg className="h-5 w-full overflow-visible" aria-hidden="true" focusable="false">
      {decades.map((time, index) => (
        <text
          key={time}
          x={percent(placeOf(time, scale))}
          y="14"
          fontSize="13"
          textAnchor={index === 0 ? "start" : index === decades.length - 1 ? "end" : "middle"}
          className={`fill-muted tabular-nums ${(decades.length - index) % 2 === 0 ? "max-sm:hidden" : ""}`}
        >
          {time < 1000 ? `${time} µs` : time < 1_000_000 ? `${time / 1000} ms` : `${time / 1_000_000} s`}
        </text>
      ))}
    </svg>
  );
}
