// The reader's runs of one lab, in pages.

import { Pages } from "@/app/_ui/controls/pages";
import { Card } from "@/app/_ui/shell/card";
import type { SignedIn } from "@/lib/http/signed-in";
import type { RunSummary } from "@/lib/labs/contract";
import type { Lab } from "@/lib/labs/lab";
import { listRuns, runListing } from "@/lib/labs/runs/read";
import { getRuntime } from "@/lib/runtime/runtime";
import { cursorTo, pageAt } from "@/lib/web/api/paging";
import { readAccount } from "@/lib/web/dal";
import { labPath } from "./paths";
import { RunList } from "./run-list";

export interface RunsOfLab {
  lab: Lab;
  runs: readonly RunSummary[];
  isFirst: boolean;
  /** The cursor of the next page; null on the last one. */
  next: string | null;
}

/** `cursor`: as the page's address has it. */
export async function readOwnRuns(auth: SignedIn, lab: Lab, cursor: unknown): Promise<RunsOfLab> {
  const page = await pageAt(runListing, cursor);
  const runtime = await getRuntime();
  const { runs, next } = await readAccount(() => listRuns(runtime, auth, lab.name, page));
  return { lab, runs, isFirst: page.after === undefined, next: await cursorTo(runListing, next) };
}

export function OwnRuns({ title, own }: { title: string; own: RunsOfLab }) {
  const { lab, runs, isFirst, next } = own;
  return (
    <Card id="runs" title={title} className="mt-8">
      {runs.length > 0 ? <RunList runs={runs} labs={[lab]} /> : <p className="text-muted">None yet.</p>}
      <Pages
        isFirst={isFirst}
        next={next}
        to={(cursor) => ({ pathname: labPath(lab.name), query: cursor ? { cursor } : {} })}
      />
    </Card>
  );
}
