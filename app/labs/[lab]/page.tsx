// One lab: what it asks, the form that starts a run, and the reader's earlier runs.

import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Alert } from "@/app/_ui/controls/alert";
import { accountOf } from "@/app/_ui/shell/account";
import { PageHeading } from "@/app/_ui/shell/heading";
import { Shell } from "@/app/_ui/shell/shell";
import type { Field } from "@/lib/labs/fields";
import { closedBecause, labOf } from "@/lib/labs/runs/labs";
import { getRuntime } from "@/lib/runtime/runtime";
import { requireUser } from "@/lib/web/dal";
import { Illustration } from "../_labs/illustration";
import { lookOf } from "../_labs/list";
import { OwnRuns, readOwnRuns } from "../_own/own-runs";
import { startRunAction } from "../actions";
import { StartForm } from "./start-form.client";

export async function generateMetadata({ params }: PageProps<"/labs/[lab]">): Promise<Metadata> {
  const lab = labOf(await getRuntime(), (await params).lab);
  return { title: lab?.title ?? "Labs" };
}

export default async function LabPage({ params, searchParams }: PageProps<"/labs/[lab]">) {
  const { lab: name } = await params;
  const auth = await requireUser(`/labs/${name}`);
  const runtime = await getRuntime();
  const lab = labOf(runtime, name) ?? notFound();
  const closed = closedBecause(runtime, lab);
  const asked = await searchParams;
  const own = await readOwnRuns(auth, lab, asked.cursor);
  return (
    <Shell account={accountOf(auth)} current="labs" width="wide">
      <div className="grid items-start gap-x-12 lg:grid-cols-[1fr_20rem]">
        <PageHeading title={lab.title}>
          <p className="text-ink">{lab.question}</p>
          <p className="mt-2 text-base">{lab.does}</p>
        </PageHeading>
        <div className="max-lg:hidden">
          <Illustration>{lookOf(lab.name).illustration}</Illustration>
        </div>
      </div>
      {closed ? (
        <Alert live={false} tone="warn" title="No run can start here">
          {closed}
        </Alert>
      ) : (
        <StartForm
          action={startRunAction}
          lab={lab.name}
          fields={lab.fields}
          prefilled={prefilledFrom(asked, lab.fields)}
          questions={lab.questions}
          predict={lab.predict}
        />
      )}
      <OwnRuns title="Your runs" own={own} />
    </Shell>
  );
}

/** Only fields the form has; what they may hold is checked when the run starts. */
function prefilledFrom(
  asked: Record<string, string | string[] | undefined>,
  fields: readonly Field[],
): Record<string, string> {
  const given = fields.flatMap(({ name }) => {
    const value = [asked[name]].flat()[0];
    return value ? [[name, value.slice(0, 100)] as const] : [];
  });
  return Object.fromEntries(given);
}
