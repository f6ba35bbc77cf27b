"use client";
// What a page shows when rendering it failed. A store that cannot be reached lands here too, and is not
// mistaken for being signed out.

import { Button, ButtonLink } from "@/app/_ui/controls/button";
import { Frame } from "@/app/_ui/shell/frame";
import { PageHeading } from "@/app/_ui/shell/heading";

export interface FailedProps {
  error: unknown;
  retry: () => void;
}

export default function Failed({ error, retry }: FailedProps) {
  return (
    <Frame>
      <title>Something went wrong · Coatcheck</title>
      <PageHeading title="Something went wrong on our side">
        The page could not be built, perhaps because a store cannot be reached right now. You have not been
        signed out: no answer from a store is not taken for a “no”.
      </PageHeading>
      <div className="flex flex-wrap gap-3">
        <Button variant="primary" onClick={() => retry()}>
          Try again
        </Button>
        <ButtonLink href="/">Go to the start</ButtonLink>
      </div>
      <Digest error={error} />
    </Frame>
  );
}

/** The number under which the server logged it. */
function Digest({ error }: { error: unknown }) {
  if (!(error instanceof Error) || !("digest" in error)) return null;
  return <p className="mt-8 text-sm text-muted">Reference {String(error.digest)}</p>;
}
