// Runs of the reader, newest first: when, what, how it went, and the score.

import Link from "next/link";
import { LocalTime } from "@/app/_ui/local-time.client";
import type { RunSummary } from "@/lib/labs/contract";
import { labTitles, scoreWords, statusWords } from "@/lib/labs/drawing/words.client";
import { paramsOf } from "../_params";
import { describeParams } from "../_params/spec";
import { runPath } from "./paths";

/** `showLab`: among runs of several labs. */
export function RunList({ runs, showLab = false }: { runs: readonly RunSummary[]; showLab?: boolean }) {
  return (
    <ul className="grid min-w-0 divide-y divide-line">
      {runs.map(({ id, lab, status, createdAt, params, score }) => {
        const what = describeParams(paramsOf[lab], params);
        return (
          <li
            key={id}
            className="relative grid min-w-0 gap-x-4 gap-y-0.5 py-3 first:pt-0 last:pb-0 sm:grid-cols-[1fr_auto]"
          >
            <Link
              href={runPath(lab, id)}
              prefetch={false}
              className="min-w-0 font-medium underline decoration-line-strong underline-offset-4 after:absolute after:inset-0 after:content-[''] hover:decoration-ink"
            >
              {showLab ? labTitles[lab] : "Run of"} {showLab ? "· " : ""}
              <LocalTime date={createdAt} />
            </Link>
            <span className="text-[0.9375rem] tabular-nums sm:text-right">
              {scoreWords(score) ?? <span className="text-muted">not scored</span>}
            </span>
            <span className="min-w-0 text-sm text-muted sm:col-span-2">
              {[status === "finished" ? null : statusWords[status], what].filter(Boolean).join(" · ") ||
                "Finished"}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
