// One lab: what it asks, the form that starts a run, and the reader's earlier runs.

import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { accountOf } from "@/app/_ui/account";
import { Alert } from "@/app/_ui/alert";
import { LabIllustration } from "@/app/_ui/lab-illustrations";
import { PageHeading, Shell } from "@/app/_ui/shell";
import { labOf } from "@/lib/labs";
import { labTitles } from "@/lib/labs/drawing/words.client";
import { requireUser } from "@/lib/session/dal";
import { labWords } from "../_own/lab-words";
import { OwnRuns, readOwnRuns } from "../_own/own-runs";
import { paramsOf } from "../_params";
import type { ParamSpec } from "../_params/spec";
import { startRunAction } from "../actions";
import { StartForm } from "./start-form.client";

export async function generateMetadata({ params }: PageProps<"/labs/[lab]">): Promise<Metadata> {
  const lab = await labOf((await params).lab);
  return { title: lab ? labTitles[lab.name] : "Labs" };
}

export default async function LabPage({ params, searchParams }: PageProps<"/labs/[lab]">) {
  const { lab: name } = await params;
  const auth = await requireUser(`/labs/${name}`);
  const lab = (await labOf(name)) ?? notFound();
  const asked = await searchParams;
  const own = await readOwnRuns(auth, lab.name, asked.cursor);
  const words = labWords[lab.name];
  const specs = paramsOf[lab.name];
  return (
    <Shell account={accountOf(auth)} current="labs" width="wide">
      <div className="grid items-start gap-x-12 lg:grid-cols-[1fr_20rem]">
        <PageHeading title={labTitles[lab.name]}>
          <p className="text-ink">{words.question}</p>
          <p className="mt-2 text-base">{words.does}</p>
        </PageHeading>
        <div className="max-lg:hidden">
          <LabIllustration lab={lab.name} />
        </div>
      </div>
      {lab.closed ? (
        <Alert live={false} tone="warn" title="No run can start here">
          {lab.closed}
        </Alert>
      ) : (
        <StartForm
          action={startRunAction}
          lab={lab.name}
          specs={specs}
          prefilled={prefilledFrom(asked, specs)}
          questions={lab.questions}
          predict={words.predict}
        />
      )}
      <OwnRuns title="Your runs" own={own} />
    </Shell>
  );
}

/** Only fields the form has; what they may hold is checked when the run starts. */
function prefilledFrom(
  asked: Record<string, string | string[] | undefined>,
  specs: readonly ParamSpec[],
): Record<string, string> {
  const given = specs.flatMap(({ name }) => {
    const value = [asked[name]].flat()[0];
    return value ? [[name, value.slice(0, 100)] as const] : [];
  });
  return Object.fromEntries(given);
}
