// A run behind its open link: for everybody who has the link, signed in or not, to look at and nothing else. Whatever
// is wrong with a link, there is no such page.

import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { cache } from "react";
import { Shell } from "@/app/_ui/shell/shell";
import { isOnStage } from "@/app/_ui/stage/is-on-stage";
import { lookOf } from "@/app/labs/_labs/list";
import { describeParams } from "@/app/labs/_own/params";
import { sharedPath } from "@/app/labs/_own/paths";
import { RunHeading, StageLink } from "@/app/labs/_own/run-heading";
import { RunPage } from "@/app/labs/_run/run-page.client";
import { RunOnStage } from "@/app/labs/_run/stage/run-on-stage.client";
import { labOf } from "@/lib/labs/runs/labs";
import { getSharedRun } from "@/lib/labs/runs/share";
import { getRuntime } from "@/lib/runtime/runtime";

type Props = PageProps<"/shared/[id]/[key]">;

const read = cache(async (id: string, key: string) => {
  const runtime = await getRuntime();
  const run = await getSharedRun(runtime, id, key);
  const lab = run && labOf(runtime, run.lab);
  return run && lab ? { run, lab } : null;
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id, key } = await params;
  const shared = await read(id, key);
  const title = shared ? `A run of ${shared.lab.title}` : "Not found";
  return { title, robots: { index: false, follow: false }, referrer: "no-referrer" };
}

export default async function SharedRunPage({ params, searchParams }: Props) {
  const { id, key } = await params;
  const { run, lab } = (await read(id, key)) ?? notFound();
  const page = sharedPath(id, key);
  const look = lookOf(lab.name);
  if (isOnStage(await searchParams))
    return (
      <RunOnStage
        initial={run}
        title={lab.title}
        what={describeParams(lab.fields, run.params)}
        leave={page}
        params={{}}
        own={look.stage}
      />
    );
  return (
    <Shell width="wide">
      <RunHeading lab={lab} run={run}>
        <StageLink page={page} />
        <Link href="/" prefetch={false} className="text-muted underline underline-offset-4 hover:text-ink">
          What is Coatcheck?
        </Link>
      </RunHeading>
      <RunPage initial={run} predict={lab.predict} Panel={look.Panel} />
      <p className="mt-6 text-sm text-muted">
        Whoever started this run lets everybody with its link look at it, and can take the link back.
      </p>
    </Shell>
  );
}
