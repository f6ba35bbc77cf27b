"use client";

// What can be done with a run: share its address, take it along as a file, run it again, delete it.

import Link from "next/link";
import { type ComponentProps, useState, useSyncExternalStore } from "react";
import { Button, buttonClass } from "@/app/_ui/controls/button";
import { Disclosure } from "@/app/_ui/controls/disclosure";
import { SubmitButton } from "@/app/_ui/controls/submit-button.client";
import { Card } from "@/app/_ui/shell/card";
import { Code } from "@/app/_ui/words/code";
import type { RunView } from "@/lib/labs/contract";
import type { RunActions } from "../live/progress.client";
import { CopyButton } from "./copy-button.client";
import { OpenLink, type OpenLinkState } from "./open-link.client";
import { savePng } from "./png";

interface KeepProps {
  run: RunView;
  /** The page's own. */
  path: string;
  /** The form, filled with the settings of this run. */
  again: ComponentProps<typeof Link>["href"];
  actions: RunActions;
  /** For who started it. */
  link: OpenLinkState | null;
}

const never = () => () => {};

export function Keep({ run, path, again, actions, link }: KeepProps) {
  // The server knows no origin here; the browser does, once the page is alive.
  const origin = useSyncExternalStore(
    never,
    () => window.location.origin,
    () => "",
  );
  const address = `${origin}${path}`;
  const file = (format: "json" | "svg") =>
    `/api/labs/runs/${encodeURIComponent(run.id)}/export?format=${format}`;
  const name = `coatcheck-${run.lab}-${run.id}.png`;
  return (
    <Card id="keep" quiet title="Keep and share">
      <div className="flex min-w-0 flex-wrap items-center gap-3">
        <Code>{address}</Code>
        <CopyButton text={address}>Copy the address</CopyButton>
      </div>
      <p className="-mt-2 text-sm text-muted">
        Everybody who is signed in can open it.{run.mine ? " Only you can end or delete it." : ""}
      </p>
      <div className="flex flex-wrap gap-2">
        <Link href={again} prefetch={false} className={buttonClass("primary", "sm")}>
          Run again with the same settings
        </Link>
        <a href={file("json")} download className={buttonClass("secondary", "sm")}>
          Download JSON
        </a>
        <a href={file("svg")} download className={buttonClass("secondary", "sm")}>
          Download SVG
        </a>
        <Png source={file("svg")} name={name} />
      </div>
      {link && run.status !== "running" ? (
        <OpenLink id={run.id} link={link} origin={origin} action={actions.share} />
      ) : null}
      {run.mine ? (
        <Disclosure summary="Delete this run">
          <form action={actions.remove} className="flex flex-wrap items-center gap-3">
            <input type="hidden" name="id" value={run.id} />
            <input type="hidden" name="lab" value={run.lab} />
            <p className="text-[0.9375rem]">Its address will lead nowhere. This cannot be undone.</p>
            <SubmitButton variant="danger" size="sm">
              Delete for good
            </SubmitButton>
          </form>
        </Disclosure>
      ) : null}
    </Card>
  );
}

function Png({ source, name }: { source: string; name: string }) {
  const [failed, setFailed] = useState(false);
  return (
    <>
      <Button size="sm" className="needs-js" onClick={async () => setFailed(!(await savePng(source, name)))}>
        Download PNG
      </Button>
      <span role="status" className="self-center text-sm">
        {failed ? "The picture could not be drawn." : ""}
      </span>
    </>
  );
}
