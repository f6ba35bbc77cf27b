"use client";
// The open link of a run, for its owner: off until it is asked for, and taken back with one press. A form, so that it
// works without JavaScript.

import { SubmitButton } from "@/app/_ui/controls/submit-button.client";
import { Code } from "@/app/_ui/words/code";
import { CopyButton } from "./copy-button.client";

/** A path; "none": not now; "never": the record says who started it. */
export type OpenLinkState = { path: string } | "none" | "never";

interface OpenLinkProps {
  id: string;
  link: OpenLinkState;
  origin: string;
  action: (data: FormData) => Promise<void>;
}

export function OpenLink({ id, link, origin, action }: OpenLinkProps) {
  if (link === "never")
    return (
      <p className="text-sm text-muted">
        It cannot be opened without signing in: it has your name and your address in it.
      </p>
    );
  const isOpen = link !== "none";
  return (
    <section aria-labelledby="open-link-title" className="grid min-w-0 gap-3 border-t border-line pt-4">
      <h3 id="open-link-title" className="font-semibold">
        Anyone with the link may open it
      </h3>
      <p className="-mt-2 max-w-prose text-sm text-muted">
        {isOpen
          ? "On. Whoever has this link sees the run without signing in: nothing of you, and no buttons."
          : "Off. Turn it on for a link that opens this run without signing in. You can take it back at any time."}
      </p>
      {isOpen ? (
        <div className="flex min-w-0 flex-wrap items-center gap-3">
          <Code>{`${origin}${link.path}`}</Code>
          <CopyButton text={`${origin}${link.path}`}>Copy the link</CopyButton>
        </div>
      ) : null}
      <form action={action}>
        <input type="hidden" name="id" value={id} />
        <SubmitButton name="open" value={isOpen ? "no" : "yes"} variant="secondary" size="sm">
          {isOpen ? "Take the link back" : "Make a link"}
        </SubmitButton>
      </form>
    </section>
  );
}
