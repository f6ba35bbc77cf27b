// One run: for everybody who is signed in and has its address. What the server knows is in the page; while the run
// goes on, the page asks for more, and without JavaScript it loads itself again.

import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { accountOf } from "@/app/_ui/shell/account";
import { Shell } from "@/app/_ui/shell/shell";
import { labOf } from "@/lib/labs/runs/labs";
import { getRun } from "@/lib/labs/runs/read";
import { linkOf } from "@/lib/labs/runs/share";
import { getRuntime } from "@/lib/runtime/runtime";
import { readAccount, requireUser } from "@/lib/web/dal";
import { lookOf } from "../../../_labs/list";
import { asText } from "../../../_own/params";
import { labPath, runPath, sharedPath } from "../../../_own/paths";
import { RunHeading } from "../../../_own/run-heading";
import { RunPage } from "../../../_run/run-page.client";
import { actOnRunAction, deleteRunAction, shareRunAction, stopRunAction } from "../../../actions";

type Props = PageProps<"/labs/[lab]/runs/[id]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const lab = labOf(await getRuntime(), (await params).lab);
  return { title: lab ? `A run of ${lab.title}` : "Labs" };
}

const RELOAD_SECONDS = 2;

export default async function LabRunPage({ params }: Props) {
  const { lab: name, id } = await params;
  const auth = await requireUser(`/labs/${name}/runs/${id}`);
  const runtime = await getRuntime();
  const run = await readAccount(() => getRun(runtime, id, auth));
  const lab = run && labOf(runtime, run.lab);
  if (!run || lab?.name !== name) notFound();
  const link = await readAccount(() => linkOf(runtime, run.id, auth));
  return (
    <Shell account={accountOf(auth)} current="labs" width="wide">
      {run.status === "running" ? (
        <noscript>
          <meta httpEquiv="refresh" content={String(RELOAD_SECONDS)} />
        </noscript>
      ) : null}
      <RunHeading lab={lab} run={run}>
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
          path: runPath(run.lab, run.id),
          again: { pathname: labPath(run.lab), query: asText(run.params) },
          link: link && typeof link === "object" ? { path: sharedPath(run.id, link.key) } : link,
        }}
        predict={lab.predict}
        Panel={lookOf(lab.name).Panel}
      />
    </Shell>
  );
}
