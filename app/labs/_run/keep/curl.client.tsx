"use client";
// "Copy as curl": the very request of a probe, for a terminal, asked from the server when it is wanted. For the one
// who started the run, as long as its world is there.

import { useState } from "react";
import { Alert } from "@/app/_ui/controls/alert";
import { Button } from "@/app/_ui/controls/button";
import { SelectField } from "@/app/_ui/controls/field";
import { Card } from "@/app/_ui/shell/card";
import { CodeBlock } from "@/app/_ui/words/code";
import type { RunView } from "@/lib/labs/contract";
import { CopyButton } from "./copy-button.client";

const RESOURCES = [
  { value: "me", label: "GET me" },
  { value: "admin", label: "GET admin" },
  { value: "refresh", label: "POST refresh" },
];

type Shown = { state: "none" } | { state: "asking" } | { state: "refused" } | { state: "here"; curl: string };

export function Curl({ run: { id, recording } }: { run: RunView }) {
  const [shown, setShown] = useState<Shown>({ state: "none" });
  const { lanes, devices } = recording;

  async function ask(form: FormData): Promise<void> {
    setShown({ state: "asking" });
    const query = new URLSearchParams();
    for (const name of ["lane", "device", "resource"]) query.set(name, String(form.get(name) ?? ""));
    const curl = await fetchCurl(`/api/labs/runs/${encodeURIComponent(id)}/curl?${query}`);
    setShown(curl === null ? { state: "refused" } : { state: "here", curl });
  }

  return (
    <Card
      id="curl"
      quiet
      title="Try it in a terminal"
      lead="The same request that the lab sends, with the cookies that this device of the run holds now."
      className="needs-js"
    >
      <form action={ask} className="grid items-end gap-4 sm:grid-cols-2 lg:grid-cols-[2fr_2fr_1fr_auto]">
        <SelectField
          label="Lane"
          name="lane"
          options={lanes.map((lane) => ({ value: lane.id, label: lane.label }))}
        />
        <SelectField
          label="Device"
          name="device"
          options={devices.map((device) => ({ value: device.id, label: device.label }))}
        />
        <SelectField label="Request" name="resource" options={RESOURCES} />
        <Button type="submit" aria-disabled={shown.state === "asking"}>
          Show as curl
        </Button>
      </form>
      <div aria-live="polite" className="grid min-w-0 gap-3">
        {shown.state === "refused" ? (
          <Alert tone="warn" live={false}>
            There is no such request any more: this run’s credentials are gone.
          </Alert>
        ) : null}
        {shown.state === "here" ? (
          <>
            <CodeBlock label="This line carries a credential of the lab. It works nowhere but in this run, and ends with it.">
              {shown.curl}
            </CodeBlock>
            <CopyButton text={shown.curl}>Copy as curl</CopyButton>
          </>
        ) : null}
      </div>
    </Card>
  );
}

async function fetchCurl(address: string): Promise<string | null> {
  try {
    const response = await fetch(address, { cache: "no-store" });
    const answer: unknown = response.ok ? await response.json() : null;
    const isCurl = typeof answer === "object" && answer !== null && "curl" in answer;
    return isCurl && typeof answer.curl === "string" ? answer.curl : null;
  } catch {
    return null;
  }
}
