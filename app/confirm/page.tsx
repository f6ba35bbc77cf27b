// Asks again for the password before a sensitive act, and leads back to where the person was.

import type { Metadata } from "next";
import { ButtonLink } from "@/app/_ui/controls/button";
import { accountOf } from "@/app/_ui/shell/account";
import { Sheet } from "@/app/_ui/shell/form-page";
import { PageHeading } from "@/app/_ui/shell/heading";
import { Shell } from "@/app/_ui/shell/shell";
import { requireUser } from "@/lib/web/dal";
import { nextPath } from "@/lib/web/forms/next-path";
import { confirmAction } from "./actions";
import { ConfirmForm } from "./confirm-form.client";

export const metadata: Metadata = { title: "Confirm it is you" };

export default async function ConfirmPage({ searchParams }: PageProps<"/confirm">) {
  const asked = (await searchParams).next;
  const next = await nextPath(asked);
  // Never sent on unasked, however recent the password: an act may want one more recent still.
  const auth = await requireUser(asked ? `/confirm?next=${encodeURIComponent(next)}` : "/confirm");
  return (
    <Shell account={accountOf(auth)} width="narrow">
      <PageHeading title="Is it still you?">
        What you asked for needs your password, given within the last 15 minutes. Nothing has been done yet.
      </PageHeading>
      <Sheet>
        <ConfirmForm action={confirmAction} email={auth.principal.email} next={next} />
      </Sheet>
      <p className="mt-6 text-[0.9375rem] text-muted">
        Somebody who finds this browser open, or has a copy of its cookie, does not know the password.
        Afterwards you are back where you were: press the button there once more.
      </p>
      <ButtonLink href={next} variant="quiet" prefetch={false} className="mt-2 -ml-4.5">
        Go back without confirming
      </ButtonLink>
    </Shell>
  );
}
