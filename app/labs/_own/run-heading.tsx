// The head of a run's page: which lab, what was tried, and when.

import type { Route } from "next";
import type { ReactNode } from "react";
import { ButtonLink } from "@/app/_ui/controls/button";
import { LocalTime } from "@/app/_ui/words/local-time.client";
import type { RunView } from "@/lib/labs/contract";
import type { Lab } from "@/lib/labs/lab";
import { describeParams } from "./params";
import { stagePath } from "./paths";

interface RunHeadingProps {
  lab: Lab;
  run: Pick<RunView, "params" | "createdAt">;
  /** At its right end. */
  children?: ReactNode;
}

export function RunHeading({ lab, run, children }: RunHeadingProps) {
  const what = describeParams(lab.fields, run.params);
  return (
    <div className="-mt-2 mb-3 flex flex-wrap items-baseline gap-x-6 gap-y-1 sm:-mt-5">
      <h1 className="text-2xl">{lab.title}</h1>
      <p className="flex flex-wrap gap-x-3">
        {what ? <span>{what}</span> : null}
        <span className="text-muted">
          <LocalTime date={run.createdAt} />
        </span>
      </p>
      {children ? <div className="flex flex-wrap items-baseline gap-x-5 sm:ml-auto">{children}</div> : null}
    </div>
  );
}

/** The way to the same run on one screen. */
export function StageLink({ page }: { page: Route }) {
  return (
    <ButtonLink href={stagePath(page)} prefetch={false} size="sm">
      Stage
    </ButtonLink>
  );
}
