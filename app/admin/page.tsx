// Other people's accounts, for admins: who there is, what one may do to them, and what that means for the
// credentials they hold.

import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import type { ReactNode } from "react";
import { Button, ButtonLink } from "@/app/_ui/controls/button";
import { Field } from "@/app/_ui/controls/field";
import { Pages } from "@/app/_ui/controls/pages";
import { accountOf } from "@/app/_ui/shell/account";
import { Arrival } from "@/app/_ui/shell/arrival.client";
import { Card } from "@/app/_ui/shell/card";
import { EmptyState } from "@/app/_ui/shell/empty-state";
import { PageHeading } from "@/app/_ui/shell/heading";
import { Shell } from "@/app/_ui/shell/shell";
import {
  accountListing,
  listAccounts,
  type ManagedAccount,
  managedName,
} from "@/lib/accounts/admin/managed-accounts";
import { getRuntime } from "@/lib/runtime/runtime";
import { cursorTo, pageAt } from "@/lib/web/api/paging";
import { requireUser } from "@/lib/web/dal";
import { readFlash } from "@/lib/web/forms/flash";
import { adminAction } from "./actions";
import { isActResult, readView, type View, viewLink } from "./acts";
import { Person, PersonHeads } from "./person";
import { Result } from "./result";

export const metadata: Metadata = { title: "Admin" };

export default async function AdminPage({ searchParams }: PageProps<"/admin">) {
  const auth = await requireUser("/admin");
  const runtime = await getRuntime();
  const asked = await searchParams;
  const view = readView((name) => asked[name]);
  const page = await pageAt(accountListing, view.cursor);
  // Only here is it decided who may see the page.
  const accounts = (await listAccounts(runtime, auth, view, page)) ?? forbidden();
  const next = await cursorTo(accountListing, accounts.next);
  const result = asked.done === "1" ? await readFlash<object>() : null;
  const shown = isActResult(result) ? result : null;
  return (
    <Shell account={accountOf(auth)} current="admin" width="wide">
      <PageHeading title="Admin">
        {accounts.demoOnly
          ? "The demo accounts. Anybody can be this admin, so real accounts are not shown."
          : "Everybody who has an account here."}{" "}
        A changed role and a disabled account end that person’s sign-ins, as fast as each mode can.
      </PageHeading>
      <div className="grid min-w-0 gap-6">
        {shown ? (
          <Arrival key={`${shown.id} ${shown.act}`}>
            <Result result={shown} name={(await managedName(runtime, auth, shown.id)) ?? "This person"} />
          </Arrival>
        ) : null}
        <Search view={view} />
        <People users={accounts.users} view={view} ownId={auth.principal.userId}>
          <Pages
            isFirst={page.after === undefined}
            next={next}
            to={(cursor) => viewLink({ ...view, cursor })}
            words={{ first: "First page", next: "Next page" }}
          />
        </People>
      </div>
    </Shell>
  );
}

function Search({ view }: { view: View }) {
  return (
    // The key: a form that stays mounted would keep what was typed when the address changes.
    <search>
      <form key={view.search} action="/admin" className="flex flex-wrap items-end gap-3">
        <div className="min-w-0 flex-1 basis-64 sm:max-w-sm">
          <Field
            label="Name or address"
            name="search"
            type="search"
            defaultValue={view.search}
            maxLength={254}
          />
        </div>
        <div className="flex gap-2">
          <Button type="submit" variant="primary">
            Search
          </Button>
          {view.search ? (
            <ButtonLink href="/admin" prefetch={false} variant="quiet">
              Show all
            </ButtonLink>
          ) : null}
        </div>
      </form>
    </search>
  );
}

interface PeopleProps {
  users: readonly ManagedAccount[];
  view: View;
  ownId: string;
  /** The way to the other pages. */
  children: ReactNode;
}

function People({ users, view, ownId, children }: PeopleProps) {
  return (
    <Card id="people" title="People">
      {users.length > 0 ? (
        <div className="grid min-w-0">
          <PersonHeads />
          <ul className="grid min-w-0 divide-y divide-line">
            {users.map((user) => (
              <Person key={user.id} user={user} isSelf={user.id === ownId} action={adminAction} view={view} />
            ))}
          </ul>
        </div>
      ) : (
        <EmptyState title="Nobody of this name or address">Try a shorter part of it.</EmptyState>
      )}
      {children}
    </Card>
  );
}
