// One run: for everybody who is signed in and has its address. What the server knows is in the page; while the run
// goes on, the page asks for more, and without JavaScript it loads itself again.

import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { accountOf } from "@/app/_ui/shell/account";
import { Shell } from "@/app/_ui/shell/shell";
import { LocalTime } from "@/app/_ui/words/local-time.client";
import { labOf } from "@/lib/labs/runs/labs";
import { getRun } from "@/lib/labs/runs/read";
import { getRuntime } from "@/lib/runtime/runtime";
import { readAccount, requireUser } from "@/lib/web/dal";
import { lookOf } from "../../../_labs/list";
import { asText, describeParams } from "../../../_own/params";
import { labPath, runPath } from "../../../_own/paths";
import { RunPage } from "../../../_run/run-page.client";
import { actOnRunAction, deleteRunAction, stopRunAction } from "../../../actions";

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
  const what = describeParams(lab.fields, run.params);
  return (
    <Shell account={accountOf(auth)} current="labs" width="wide">
      {run.status === "running" ? (
        <noscript>
          <meta httpEquiv="refresh" content={String(RELOAD_SECONDS)} />
        </noscript>
      ) : null}
      <div className="-mt-2 mb-3 flex flex-wrap items-baseline gap-x-6 gap-y-1 sm:-mt-5">
        <h1 className="text-2xl">{lab.title}</h1>
        <p className="flex flex-wrap gap-x-3">
          {what ? <span>{what}</span> : null}
          <span className="text-muted">
            <LocalTime date={run.createdAt} />
          </span>
        </p>
        <Link
          href={labPath(run.lab)}
          prefetch={false}
          className="text-muted underline underline-offset-4 hover:text-ink sm:ml-auto"
        >
          About this lab
        </Link>
      </div>
      <RunPage
        initial={run}
        actions={{ stop: stopRunAction, act: actOnRunAction, remove: deleteRunAction }}
        path={runPath(run.lab, run.id)}
        again={{ pathname: labPath(run.lab), query: asText(run.params) }}
        predict={lab.predict}
        Panel={lookOf(lab.name).Panel}
      />
    </Shell>
  );
}
