// One run: for everybody who is signed in and has its address. What the server knows is in the page; while the run
// goes on, the page asks for more, and without JavaScript it loads itself again.

import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { accountOf } from "@/app/_ui/shell/account";
import { SessionWatch } from "@/app/_ui/shell/session-watch.client";
import { Shell } from "@/app/_ui/shell/shell";
import { isOnStage } from "@/app/_ui/stage/is-on-stage";
import { labOf } from "@/lib/labs/runs/labs";
import { getRun } from "@/lib/labs/runs/read";
import { linkOf } from "@/lib/labs/runs/share";
import { getRuntime } from "@/lib/runtime/runtime";
import { readAccount, requireUser } from "@/lib/web/dal";
import { lookOf } from "../../../_labs/list";
import { asText, describeParams } from "../../../_own/params";
import { labPath, runPath, sharedPath } from "../../../_own/paths";
import { RunHeading, StageLink } from "../../../_own/run-heading";
import { RunPage } from "../../../_run/run-page.client";
import { RunOnStage } from "../../../_run/stage/run-on-stage.client";
import {
  actOnRunAction,
  deleteRunAction,
  shareRunAction,
  startRunAction,
  stopRunAction,
} from "../../../actions";

type Props = PageProps<"/labs/[lab]/runs/[id]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const lab = labOf(await getRuntime(), (await params).lab);
  return { title: lab ? `A run of ${lab.title}` : "Labs" };
}

const RELOAD_SECONDS = 2;

export default async function LabRunPage({ params, searchParams }: Props) {
  const { lab: name, id } = await params;
  const auth = await requireUser(`/labs/${name}/runs/${id}`);
  const runtime = await getRuntime();
  const run = await readAccount(() => getRun(runtime, id, auth));
  const lab = run && labOf(runtime, run.lab);
  if (!run || lab?.name !== name) notFound();
  const page = runPath(run.lab, run.id);
  if (isOnStage(await searchParams))
    return (
      <>
        {run.status === "running" ? <Reload /> : null}
        <RunOnStage
          initial={run}
          title={lab.title}
          what={describeParams(lab.fields, run.params)}
          leave={page}
          actions={{ act: actOnRunAction, start: startRunAction }}
          params={asText(run.params)}
          own={lookOf(lab.name).stage}
        />
        <SessionWatch />
      </>
    );
  const link = await readAccount(() => linkOf(runtime, run.id, auth));
  return (
    <Shell account={accountOf(auth)} current="labs" width="wide">
      {run.status === "running" ? <Reload /> : null}
      <RunHeading lab={lab} run={run}>
        <StageLink page={page} />
        <Link
          href={labPath(run.lab)}
          prefetch={false}
          className="text-muted underline underline-offset-4 hover:text-ink"
        >
          About this lab
        </Link>
      </RunHeading>
      <RunPage
        initial={run}
        own={{
          actions: {
            stop: stopRunAction,
            act: actOnRunAction,
            remove: deleteRunAction,
            share: shareRunAction,
          },
          path: page,
          again: { pathname: labPath(run.lab), query: asText(run.params) },
          link: link && typeof link === "object" ? { path: sharedPath(run.id, link.key) } : link,
        }}
        predict={lab.predict}
        Panel={lookOf(lab.name).Panel}
      />
    </Shell>
  );
}

/** Without JavaScript the page loads itself again. */
function Reload() {
  return (
    <noscript>
      <meta httpEquiv="refresh" content={String(RELOAD_SECONDS)} />
    </noscript>
  );
}
