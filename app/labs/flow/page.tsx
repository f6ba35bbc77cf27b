// The request's way: the form that records a sign-in, the two pictures, and the reader's earlier recordings.

import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { CardIllustration, TicketIllustration } from "@/app/_ui/drawings/illustrations";
import { accountOf } from "@/app/_ui/shell/account";
import { Card } from "@/app/_ui/shell/card";
import { PageHeading } from "@/app/_ui/shell/heading";
import { Shell } from "@/app/_ui/shell/shell";
import type { ModeName } from "@/lib/auth/contract";
import { flow } from "@/lib/labs/flow/manifest";
import { labOf } from "@/lib/labs/runs/labs";
import { getRuntime } from "@/lib/runtime/runtime";
import { readAccount, requireUser } from "@/lib/web/dal";
import { RecordForm } from "../_labs/flow/record-form.client";
import { OwnRuns, readOwnRuns } from "../_own/own-runs";
import { startRunAction } from "../actions";

export const metadata: Metadata = { title: flow.title };

export default async function FlowPage({ searchParams }: PageProps<"/labs/flow">) {
  const auth = await requireUser("/labs/flow");
  const runtime = await getRuntime();
  if (!labOf(runtime, flow.name)) notFound();
  const asked = await searchParams;
  const [ownRuns, settings] = await Promise.all([
    readOwnRuns(auth, flow, asked.cursor),
    readAccount(() => runtime.settings.get(auth.principal.userId)),
  ]);
  const own: Record<string, string> = { alg: settings.jwt.alg, revocation: settings.jwt.revocation };
  const choices = flow.fields.flatMap((field) => {
    if (field.kind !== "choice") return [];
    const { name, label, hint, options, default: usual } = field;
    const wanted = [[asked[name]].flat()[0], own[name]];
    const value = wanted.find((candidate) => options.some((option) => option.value === candidate));
    return [{ name, label, hint, options, value: value ?? usual }];
  });
  return (
    <Shell account={accountOf(auth)} current="labs" width="wide">
      <PageHeading title={flow.title}>{flow.question}</PageHeading>
      <Card
        id="record"
        title="Record your own"
        lead="A sign-in with a password and two requests, in each mode, several times over: what goes over the wire, what is stored, and how long every step takes."
      >
        <RecordForm action={startRunAction} choices={choices} />
        <p className="max-w-prose text-sm text-muted">
          The account of the recording has your name and address, and whoever you give its link sees them. Its
          password is made for the recording; yours is not asked. Credentials and the password’s hash are
          masked before anything is kept.
        </p>
      </Card>
      <div className="mt-5 grid min-w-0 gap-5 md:grid-cols-2">
        <Picture mode="session" title="The cloakroom" picture={<TicketIllustration />}>
          You get a ticket with a number, and the coat hangs on a hook. The ticket says nothing; somebody has
          to look at the hook, every time. Take the coat away, and the ticket is worth nothing at once.
        </Picture>
        <Picture mode="jwt" title="The ID card" picture={<CardIllustration />}>
          Your name, your role and a date are printed on it, and it is signed. Whoever knows the signature can
          check it without asking anybody. To take it back, the server has to wait for its date, or keep a
          list after all.
        </Picture>
      </div>
      <OwnRuns title="Your recordings" own={ownRuns} />
    </Shell>
  );
}

interface PictureProps {
  mode: ModeName;
  title: string;
  picture: ReactNode;
  children: ReactNode;
}

function Picture({ mode, title, picture, children }: PictureProps) {
  return (
    <Card id={`picture-${mode}`} title={title} mode={mode}>
      {picture}
      <p>{children}</p>
    </Card>
  );
}
