// A page that has nothing to show, with the navigation of whoever is signed in. A store that is down is no reason to
// show less than the sentence.

import type { ReactNode } from "react";
import { ButtonLink } from "@/app/_ui/controls/button";
import { accountOf } from "@/app/_ui/shell/account";
import { PageHeading } from "@/app/_ui/shell/heading";
import { Shell } from "@/app/_ui/shell/shell";
import { currentAuth } from "@/lib/web/dal";

export async function DeadEnd({ title, children }: { title: string; children: ReactNode }) {
  const auth = await currentAuth().catch(() => null);
  return (
    <Shell account={auth ? accountOf(auth) : undefined}>
      <PageHeading title={title}>{children}</PageHeading>
      <ButtonLink href="/" variant="primary">
        Go to the start
      </ButtonLink>
    </Shell>
  );
}
