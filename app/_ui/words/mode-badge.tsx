// Says which mode is meant: shape, color and words together.

import type { ModeName } from "@/lib/auth/contract";
import { ModeIcon } from "../drawings/icons";
import { modeLook } from "./modes";

export function ModeBadge({ mode }: { mode: ModeName }) {
  const look = modeLook[mode];
  return (
    <span
      className={`inline-flex items-center gap-1.5 rounded-full border px-2.5 py-0.5 text-[0.8125rem] font-medium whitespace-nowrap ${look.line} ${look.soft} ${look.text}`}
    >
      <ModeIcon mode={mode} />
      {look.label}
    </span>
  );
}
