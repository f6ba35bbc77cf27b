// One recording, step by step: for everybody who is signed in and has its address. All of it is in the page, so that
// it can be read without JavaScript.

import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { accountOf } from "@/app/_ui/account";
import { Alert } from "@/app/_ui/alert";
import { LocalTime } from "@/app/_ui/local-time.client";
import { PageHeading, Shell } from "@/app/_ui/shell";
import { getRun } from "@/lib/labs";
import type { RunView } from "@/lib/labs/contract";
import { labTitles } from "@/lib/labs/drawing/words.client";
import { flowsOf } from "@/lib/labs/flow/recorded";
import { readAccount, requireUser } from "@/lib/session/dal";
import { labPath, runPath } from "../../../_own/paths";
import { flowParams } from "../../../_params/flow";
import { asText, describeParams } from "../../../_params/spec";
import { Keep } from "../../../_run/keep.client";
import { actOnRunAction, deleteRunAction, stopRunAction } from "../../../actions";
import { AskAgain } from "../../_steps/ask-again.client";
import { FlowSteps } from "../../_steps/flow-steps";

export const metadata: Metadata = { title: `A recording of ${labTitles.flow}` };

export default async function FlowRunPage({ params }: PageProps<"/labs/flow/runs/[id]">) {
  const { id } = await params;
  const auth = await requireUser(`/labs/flow/runs/${id}`);
  const run = await readAccount(() => getRun(id, auth));
  if (run?.lab !== "flow") notFound();
  return (
    <Shell account={accountOf(auth)} current="labs" width="wide">
      <PageHeading title={labTitles.flow}>
        <p>
          <span className="text-ink">{describeParams(flowParams, run.params)}. </span>
          <LocalTime date={run.createdAt} />
        </p>
        <p className="mt-1 text-base">
          <Link href={labPath("flow")} prefetch={false} className="underline underline-offset-4">
            All about this lab
          </Link>
        </p>
      </PageHeading>
      <div className="grid min-w-0 gap-6">
        {run.status === "running" ? <Recording /> : <Recorded run={run} />}
        <Keep
          run={run}
          path={runPath("flow", run.id)}
          again={{ pathname: labPath("flow"), query: asText(run.params) }}
          actions={{ stop: stopRunAction, act: actOnRunAction, remove: deleteRunAction }}
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
