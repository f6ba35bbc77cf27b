// How much of a limit is used, as text and as a bar. Drawn in SVG: the content security policy allows no
// inline style, so a width cannot be a style attribute.

import type { ModeName } from "@/lib/auth/contract";
import { modeLook } from "../words/modes";

interface MeterProps {
  /** "Cookie size": names the bar. */
  label: string;
  value: number;
  max?: number;
  unit?: string;
  mode?: ModeName;
}

const number = new Intl.NumberFormat("en-US");

export function Meter({ label, value, max = 4096, unit = "bytes", mode }: MeterProps) {
  const share = Math.min(1, Math.max(0, value / max));
  const over = value > max;
  const fill = over ? "fill-bad" : mode ? modeLook[mode].fill : "fill-ink";
  const text = `${number.format(value)} of ${number.format(max)} ${unit}`;
  return (
    <div className="grid min-w-0 gap-1.5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3 text-sm">
        <span className="text-muted">{label}</span>
        <span className={`tabular-nums ${over ? "font-medium text-bad" : ""}`}>
          {text}
          {over ? ", too large" : ""}
        </span>
      </div>
      <svg
        role="img"
        aria-label={`${label}: ${text}`}
        viewBox="0 0 100 6"
        preserveAspectRatio="none"
        className="h-1.5 w-full rounded-full bg-line"
      >
        <rect width={(share * 100).toFixed(2)} height="6" className={fill} />
      </svg>
    </div>
  );
}
