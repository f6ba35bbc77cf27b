// One recording, step by step: for everybody who is signed in and has its address. All of it is in the page, so that
// it can be read without JavaScript.

import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { Alert } from "@/app/_ui/controls/alert";
import { accountOf } from "@/app/_ui/shell/account";
import { SessionWatch } from "@/app/_ui/shell/session-watch.client";
import { Shell } from "@/app/_ui/shell/shell";
import { isOnStage } from "@/app/_ui/stage/is-on-stage";
import { outcomeOf } from "@/app/labs/_drawing/told";
import { AskAgain } from "@/app/labs/_labs/flow/steps/ask-again.client";
import { FlowOnStage } from "@/app/labs/_labs/flow/steps/flow-on-stage.client";
import { FlowSteps } from "@/app/labs/_labs/flow/steps/flow-steps";
import { stageSteps } from "@/app/labs/_labs/flow/steps/stage-steps";
import { Keep } from "@/app/labs/_run/keep/keep.client";
import { Outcome } from "@/app/labs/_run/told/outcome.client";
import type { RunView } from "@/lib/labs/contract";
import { flow } from "@/lib/labs/flow/manifest";
import { flowsOf } from "@/lib/labs/flow/recorded";
import { getRun } from "@/lib/labs/runs/read";
import { getRuntime } from "@/lib/runtime/runtime";
import { readAccount, requireUser } from "@/lib/web/dal";
import { asText, describeParams } from "../../../_own/params";
import { labPath, runPath } from "../../../_own/paths";
import { RunHeading, StageLink } from "../../../_own/run-heading";
import { actOnRunAction, deleteRunAction, shareRunAction, stopRunAction } from "../../../actions";

export const metadata: Metadata = { title: `A recording of ${flow.title}` };

export default async function FlowRunPage({ params, searchParams }: PageProps<"/labs/flow/runs/[id]">) {
  const { id } = await params;
  const auth = await requireUser(`/labs/flow/runs/${id}`);
  const runtime = await getRuntime();
  const run = await readAccount(() => getRun(runtime, id, auth));
  if (run?.lab !== flow.name) notFound();
  const page = runPath("flow", run.id);
  const what = describeParams(flow.fields, run.params);
  const flows = run.status === "running" ? [] : flowsOf(run.recording);
  if (isOnStage(await searchParams) && flows.length > 0)
    return (
      <>
        <FlowOnStage
          title={flow.title}
          what={what}
          steps={stageSteps(flows)}
          outcome={outcomeOf(run)}
          leave={page}
        />
        <SessionWatch />
      </>
    );
  return (
    <Shell account={accountOf(auth)} current="labs" width="wide">
      <RunHeading lab={flow} run={run}>
        <StageLink page={page} />
        <Link
          href={labPath("flow")}
          prefetch={false}
          className="text-muted underline underline-offset-4 hover:text-ink"
        >
          About this lab
        </Link>
      </RunHeading>
      <div className="grid min-w-0 gap-6">
        <Outcome run={run} />
        {run.status === "running" ? <Recording /> : <Recorded run={run} />}
        <Keep
          run={run}
          path={page}
          again={{ pathname: labPath("flow"), query: asText(run.params) }}
          actions={{
            stop: stopRunAction,
            act: actOnRunAction,
            remove: deleteRunAction,
            share: shareRunAction,
          }}
          link={run.mine ? "never" : null}
        />
      </div>
    </Shell>
  );
}

function Recording() {
  return (
    <>
      <noscript>
        <meta httpEquiv="refresh" content="1" />
      </noscript>
      <AskAgain />
      <Alert title="Recording">Your sign-in is recorded, in both modes. It takes a second or two.</Alert>
    </>
  );
}

function Recorded({ run }: { run: RunView }) {
  const flows = flowsOf(run.recording);
  if (flows.length > 0) return <FlowSteps flows={flows} />;
  return (
    <Alert tone="warn" title="Nothing was recorded">
      {run.failure ?? "The recording ended before the sign-in did."}
    </Alert>
  );
}
