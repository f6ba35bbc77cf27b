// Runs of the reader, newest first: when, what, how it went, and the score.

import Link from "next/link";
import { LocalTime } from "@/app/_ui/words/local-time.client";
import type { RunSummary } from "@/lib/labs/contract";
import type { Lab } from "@/lib/labs/lab";
import { scoreWords, statusWords } from "../_drawing/words";
import { describeParams } from "./params";
import { runPath } from "./paths";

interface RunListProps {
  runs: readonly RunSummary[];
  /** Runs of others are left out. */
  labs: readonly Lab[];
  /** Among runs of several labs. */
  showLab?: boolean;
}

export function RunList({ runs, labs, showLab = false }: RunListProps) {
  return (
    <ul className="grid min-w-0 divide-y divide-line">
      {runs.map(({ id, lab: name, status, createdAt, params, score }) => {
        const lab = labs.find((candidate) => candidate.name === name);
        if (!lab) return null;
        const what = describeParams(lab.fields, params);
        return (
          <li
            key={id}
            className="relative grid min-w-0 gap-x-4 gap-y-0.5 py-3 first:pt-0 last:pb-0 sm:grid-cols-[1fr_auto]"
          >
            <Link
              href={runPath(name, id)}
              prefetch={false}
              className="min-w-0 font-medium underline decoration-line-strong underline-offset-4 after:absolute after:inset-0 after:content-[''] hover:decoration-ink"
            >
              {showLab ? `${lab.title} · ` : "Run of "}
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
