// The audit trail: what happened to an account, newest first. Admins may look at other people's.

import type { Metadata } from "next";
import type { ReactNode } from "react";
import { buttonClass } from "@/app/_ui/controls/button";
import { Pages } from "@/app/_ui/controls/pages";
import { accountOf } from "@/app/_ui/shell/account";
import { Card } from "@/app/_ui/shell/card";
import { EmptyState } from "@/app/_ui/shell/empty-state";
import { PageHeading } from "@/app/_ui/shell/heading";
import { Shell } from "@/app/_ui/shell/shell";
import { activityListing, listActivity, type Person, peopleIn } from "@/lib/audit";
import type { ActivityView } from "@/lib/audit/view";
import type { UserId } from "@/lib/auth/contract";
import { getRuntime } from "@/lib/runtime/runtime";
import { AUDIT_RETENTION_DAYS } from "@/lib/stores/audit";
import { cursorTo, pageAt } from "@/lib/web/api/paging";
import { readAccount, requireUser } from "@/lib/web/dal";
import { GroupFilter, Whose } from "./controls";
import { DayGroups } from "./day-groups.client";
import { Entry } from "./entry";
import { exportLink, type Filter, kindsOf, pageLink, readFilter } from "./filter";

export const metadata: Metadata = { title: "Activity" };

export default async function ActivityPage({ searchParams }: PageProps<"/activity">) {
  const auth = await requireUser("/activity");
  const runtime = await getRuntime();
  const { userId } = auth.principal;
  const asked = readFilter(await searchParams);
  const page = await pageAt(activityListing, asked.cursor);
  const activity = await readAccount(() =>
    listActivity(runtime, auth, { kind: kindsOf(asked), user: asked.user }, page),
  );
  const next = await cursorTo(activityListing, activity.next);
  const { people, scope } = await readAccount(() => peopleIn(runtime, auth, activity.events));
  const user = scope ? asked.user : undefined;
  const filter = { ...asked, user };
  return (
    <Shell account={accountOf(auth)} current="activity">
      <PageHeading title="Activity">
        Sign-ins, refusals and changes of the last {AUDIT_RETENTION_DAYS} days. Something here that was not
        you? Then sign out everywhere and change the password.
      </PageHeading>
      <div className="grid min-w-0 gap-6">
        {scope ? (
          <div className="flex">
            <Whose filter={filter} ownId={userId} all={scope.demoOnly ? "All demo accounts" : "Everyone"} />
          </div>
        ) : null}
        <GroupFilter filter={filter} />
        <Trail
          events={activity.events}
          people={people}
          filter={filter}
          pages={
            <Pages
              isFirst={page.after === undefined}
              next={next}
              to={(chosen) => pageLink({ ...filter, cursor: chosen })}
            />
          }
          showOwner={user !== undefined && user !== userId}
        />
      </div>
    </Shell>
  );
}

interface TrailProps {
  events: readonly ActivityView[];
  people: ReadonlyMap<UserId, Person>;
  filter: Filter;
  /** The way to the other pages. */
  pages: ReactNode;
  showOwner: boolean;
}

function Trail({ events, people, filter, pages, showOwner }: TrailProps) {
  const lines = events.map((event) => ({
    id: event.id,
    at: event.at,
    line: <Entry event={event} people={people} showOwner={showOwner} />,
  }));
  return (
    <Card id="trail" title="What happened" aside={<Downloads filter={filter} />}>
      {events.length > 0 ? <DayGroups lines={lines} /> : <Nothing filter={filter} />}
      {pages}
    </Card>
  );
}

function Nothing({ filter }: { filter: Filter }) {
  const isFiltered = filter.groups.length > 0;
  return (
    <EmptyState title={isFiltered ? "Nothing of this kind" : "Nothing yet"}>
      {isFiltered
        ? `In the last ${AUDIT_RETENTION_DAYS} days no such event was recorded.`
        : "Every sign-in, refusal and change will be listed here."}
    </EmptyState>
  );
}

/** Plain links: the browser saves the answer and stays on the page. */
function Downloads({ filter }: { filter: Filter }) {
  return (
    <>
      {(["json", "csv"] as const).map((format) => (
        <a key={format} href={exportLink(filter, format)} download className={buttonClass("secondary", "sm")}>
          <span>
            <span className="max-sm:sr-only">Download </span>
            {format.toUpperCase()}
          </span>
        </a>
      ))}
    </>
  );
}
