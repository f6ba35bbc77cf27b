"use client";

// Says what the last act really did: the server's sentences, and then how the next probe of each half went.

import { ModeIcon } from "@/app/_ui/drawings/icons";
import { modeLook } from "@/app/_ui/words/modes";
import { duration, reasonWords } from "@/app/_ui/words/words";
import type { ModeName } from "@/lib/auth/contract";
import { MODE_NAMES } from "@/lib/auth/names";
import type { Report } from "../report";
import type { Act } from "./log";
import { useScene } from "./pair-scene.client";
import { useLog } from "./store.client";

export function ActStatus() {
  const { report } = useScene();
  const { acts } = useLog(report?.pairId ?? null);
  // The element is there from the start, so that what appears in it is announced.
  return (
    <div role="status" className="min-h-12">
      {report ? <Said report={report} act={acts.find(({ id }) => id === report.id)} /> : null}
    </div>
  );
}

/** Without JavaScript the page starts at its top again: there the sentences are needed as well. */
export function StatusWithoutScript() {
  const { report } = useScene();
  return report ? (
    <noscript>
      <div className="rounded-lg border border-line-strong bg-sunken px-4 py-3">
        <Said report={report} act={undefined} />
      </div>
    </noscript>
  ) : null;
}

function Said({ report: { opening, said }, act }: { report: Report; act: Act | undefined }) {
  return (
    <div className="grid gap-1 text-[0.9375rem]">
      {opening ? <p>{opening}</p> : null}
      {MODE_NAMES.map((mode) =>
        said[mode] ? (
          <p key={mode} className="flex gap-2">
            <ModeIcon mode={mode} className={`mt-1 size-4 ${modeLook[mode].text}`} />
            <span>
              {said[mode]} {act ? nextProbe(act, mode) : ""}
            </span>
          </p>
        ) : null,
      )}
    </div>
  );
}

function nextProbe(act: Act, mode: ModeName): string {
  const next = act.next[mode];
  if (!next) return "";
  const why = next.reason ? ` (${reasonWords[next.reason].short})` : "";
  return `The next probe was ${next.seen} ${duration(next.at - act.at)} later${why}.`;
}
