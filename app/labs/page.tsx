// The labs there are, each with the question it answers, and what the reader has run so far.

import type { Metadata } from "next";
import Link from "next/link";
import { accountOf } from "@/app/_ui/shell/account";
import { Card } from "@/app/_ui/shell/card";
import { EmptyState } from "@/app/_ui/shell/empty-state";
import { PageHeading } from "@/app/_ui/shell/heading";
import { Shell } from "@/app/_ui/shell/shell";
import type { Lab } from "@/lib/labs/lab";
import type { LabName } from "@/lib/labs/list";
import { openLabs } from "@/lib/labs/runs/labs";
import { listRuns } from "@/lib/labs/runs/read";
import { getRuntime } from "@/lib/runtime/runtime";
import { readAccount, requireUser } from "@/lib/web/dal";
import { Illustration } from "./_labs/illustration";
import { lookOf } from "./_labs/list";
import { labPath } from "./_own/paths";
import { RunList } from "./_own/run-list";

export const metadata: Metadata = { title: "Labs" };

const LATEST = 8;

export default async function LabsPage() {
  const auth = await requireUser("/labs");
  const runtime = await getRuntime();
  const labs = openLabs(runtime);
  const { runs } = await readAccount(() => listRuns(runtime, auth, undefined, { limit: LATEST }));
  return (
    <Shell account={accountOf(auth)} current="labs" width="wide">
      <PageHeading title="Labs">
        Make something happen, and watch real credentials live and die. Every light is the answer of a real
        request. You can guess first.
      </PageHeading>
      {labs.length > 0 ? (
        <ul className="grid gap-5 sm:grid-cols-2 lg:grid-cols-3">
          {labs.map((lab) => (
            <LabCard key={lab.name} lab={lab} />
          ))}
        </ul>
      ) : (
        <EmptyState title="The labs are closed">
          They are for demonstrations, and this server runs without them.
        </EmptyState>
      )}
      <Card id="runs" title="Your last runs" className="mt-8">
        {runs.length > 0 ? (
          <RunList runs={runs} labs={labs} showLab />
        ) : (
          <p className="text-muted">None yet. Every run is kept, with an address that you can share.</p>
        )}
      </Card>
    </Shell>
  );
}

/** The last of an odd number lies across the whole width, so that no row is left half empty. */
function LabCard({ lab: { name, title, question } }: { lab: Lab<LabName> }) {
  return (
    <li className="group relative grid min-w-0 grid-rows-[auto_1fr] sm:max-lg:last:odd:col-span-2 lg:last:nth-[3n+1]:col-span-3 lg:last:nth-[3n+1]:grid-cols-3 lg:last:nth-[3n+1]:grid-rows-1 overflow-hidden rounded-xl border border-line bg-raised shadow-card hover:border-line-strong">
      <div className="border-b border-line bg-surface px-8 py-5 lg:group-last:group-nth-[3n+1]:border-r lg:group-last:group-nth-[3n+1]:border-b-0">
        <Illustration>{lookOf(name).illustration}</Illustration>
      </div>
      <div className="grid content-start gap-1.5 px-5 py-4 sm:px-6 sm:py-5 lg:group-last:group-nth-[3n+1]:col-span-2 lg:group-last:group-nth-[3n+1]:content-center">
        <h2 className="text-lg">
          <Link
            href={labPath(name)}
            prefetch={false}
            className="underline-offset-4 after:absolute after:inset-0 after:rounded-xl after:content-[''] group-hover:underline"
          >
            {title}
          </Link>
        </h2>
        <p className="text-muted">{question}</p>
      </div>
    </li>
  );
}
