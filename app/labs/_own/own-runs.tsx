// The reader's runs of one lab, in pages.

import { Card } from "@/app/_ui/card";
import { Pages } from "@/app/_ui/pages";
import { listRuns, runListing } from "@/lib/labs";
import type { LabName, RunSummary } from "@/lib/labs/contract";
import type { SignedIn } from "@/lib/session/authenticate";
import { readAccount } from "@/lib/session/dal";
import { cursorTo, pageAt } from "@/lib/session/paging";
import { labPath } from "./paths";
import { RunList } from "./run-list";

export interface RunsOfLab {
  lab: LabName;
  runs: readonly RunSummary[];
  isFirst: boolean;
  /** The cursor of the next page; null on the last one. */
  next: string | null;
}

/** `cursor`: as the page's address has it. */
export async function readOwnRuns(auth: SignedIn, lab: LabName, cursor: unknown): Promise<RunsOfLab> {
  const page = await pageAt(runListing, cursor);
  const { runs, next } = await readAccount(() => listRuns(auth, lab, page));
  return { lab, runs, isFirst: page.after === undefined, next: await cursorTo(runListing, next) };
}

export function OwnRuns({ title, own }: { title: string; own: RunsOfLab }) {
  const { lab, runs, isFirst, next } = own;
  return (
    <Card id="runs" title={title} className="mt-8">
      {runs.length > 0 ? <RunList runs={runs} /> : <p className="text-muted">None yet.</p>}
      <Pages
        isFirst={isFirst}
        next={next}
        to={(cursor) => ({ pathname: labPath(lab), query: cursor ? { cursor } : {} })}
      />
    </Card>
  );
}
