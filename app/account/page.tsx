// One's own account: its password, and its end.

import type { Metadata } from "next";
import type { ReactNode } from "react";
import { Alert } from "@/app/_ui/controls/alert";
import { accountOf } from "@/app/_ui/shell/account";
import { Arrival } from "@/app/_ui/shell/arrival.client";
import { Card } from "@/app/_ui/shell/card";
import { PageHeading } from "@/app/_ui/shell/heading";
import { Shell } from "@/app/_ui/shell/shell";
import { Endings } from "@/app/_ui/words/endings";
import { describeOwnAccount, REFUSALS } from "@/lib/accounts/own/own-account";
import { type EndedSignIns, isEndedSignIns } from "@/lib/accounts/sign-ins/endings";
import { getRuntime } from "@/lib/runtime/runtime";
import { readAccount, requireUser } from "@/lib/web/dal";
import { readFlash } from "@/lib/web/forms/flash";
import { changePasswordAction, deleteAccountAction } from "./actions";
import { DeleteForm } from "./delete-form.client";
import { PasswordForm } from "./password-form.client";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage({ searchParams }: PageProps<"/account">) {
  const auth = await requireUser("/account");
  const runtime = await getRuntime();
  const changed = (await searchParams).changed === "1" ? await readFlash<EndedSignIns>() : null;
  const { email, name, shared } = await readAccount(() => describeOwnAccount(runtime, auth));
  return (
    <Shell account={accountOf(auth)}>
      <PageHeading title="Account">
        {name}, {email}
      </PageHeading>
      <div className="grid gap-6">
        {isEndedSignIns(changed) ? (
          <Arrival>
            <Endings title={titleOf(changed)} endings={changed.endings} />
          </Arrival>
        ) : null}
        {shared ? (
          <Alert title="This account is for everybody" live={false}>
            {REFUSALS.demo_account} Create an account of your own to try both.
          </Alert>
        ) : null}
        <Card id="change-password" title="Change your password">
          <Explain>
            A new one signs out every other browser and gives this one a new credential. This page asks for
            the old one, so that nobody can do it in a browser you left open.
          </Explain>
          <PasswordForm action={changePasswordAction} email={email} />
        </Card>
        <Card id="delete-account" title="Delete account">
          <Explain>
            Ends every sign-in in both modes and removes your name, address, settings and activity. Only this
            request stays on record, with its time and address. It cannot be undone.
          </Explain>
          <DeleteForm action={deleteAccountAction} email={email} />
        </Card>
      </div>
    </Shell>
  );
}

function titleOf({ endings }: EndedSignIns): string {
  return endings.length > 0
    ? "Password changed, and the others are signed out"
    : "Password changed. You were signed in nowhere else";
}

function Explain({ children }: { children: ReactNode }) {
  return <p className="max-w-prose text-muted">{children}</p>;
}
