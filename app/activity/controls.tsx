// Which part of the trail to show: whose, and which groups of events. Links and a GET form, so all of it works
// without JavaScript and every view has an address.

import Link from "next/link";
import type { ReactNode } from "react";
import { Button, ButtonLink } from "@/app/_ui/controls/button";
import { EVERYONE } from "@/lib/audit/query";
import { type Filter, GROUP_NAMES, GROUPS, pageLink } from "./filter";

interface WhoseProps {
  filter: Filter;
  ownId: string;
  /** What all whose activity one may see are called. */
  all: string;
}

/** For admins. */
export function Whose({ filter, ownId, all }: WhoseProps) {
  const { user, groups } = filter;
  const isOwn = user === undefined || user === ownId;
  const choose = (chosen: string | undefined) => pageLink({ groups, user: chosen, cursor: undefined });
  return (
    <nav aria-label="Whose activity" className="flex gap-1 rounded-lg border border-line bg-sunken p-1">
      <Choice href={choose(undefined)} current={isOwn}>
        Mine
      </Choice>
      <Choice href={choose(EVERYONE)} current={user === EVERYONE}>
        {all}
      </Choice>
      {!isOwn && user !== EVERYONE ? (
        <Choice href={choose(user)} current>
          One person
        </Choice>
      ) : null}
    </nav>
  );
}

function Choice({
  href,
  current,
  children,
}: {
  href: ReturnType<typeof pageLink>;
  current: boolean;
  children: ReactNode;
}) {
  return (
    <Link
      href={href}
      prefetch={false}
      aria-current={current ? "page" : undefined}
      className="inline-flex min-h-9 items-center rounded-md px-3.5 text-sm text-muted hover:text-ink aria-[current=page]:bg-raised aria-[current=page]:font-medium aria-[current=page]:text-ink aria-[current=page]:shadow-card"
    >
      {children}
    </Link>
  );
}

export function GroupFilter({ filter }: { filter: Filter }) {
  const { groups, user } = filter;
  return (
    // The key: a form that stays mounted would keep what was checked when the address changes.
    <form key={groups.join()} action="/activity" className="flex flex-wrap items-end gap-x-4 gap-y-3">
      {user ? <input type="hidden" name="user" value={user} /> : null}
      <fieldset className="min-w-0">
        <legend className="mb-2 text-sm font-medium">Show only</legend>
        <div className="flex flex-wrap gap-2">
          {GROUP_NAMES.map((name) => (
            <label
              key={name}
              className="inline-flex min-h-11 items-center gap-2 rounded-lg border border-line-strong bg-raised px-3 text-[0.9375rem] has-checked:border-ink has-checked:inset-ring has-checked:inset-ring-ink hover:border-ink has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus"
            >
              <input
                type="checkbox"
                name="show"
                value={name}
                defaultChecked={groups.includes(name)}
                className="size-4 outline-none"
              />
              {GROUPS[name].label}
            </label>
          ))}
        </div>
      </fieldset>
      <div className="flex gap-2">
        <Button type="submit" variant="primary">
          Filter
        </Button>
        {groups.length > 0 ? (
          <ButtonLink
            href={pageLink({ groups: [], user, cursor: undefined })}
            prefetch={false}
            variant="quiet"
          >
            Show all
          </ButtonLink>
        ) : null}
      </div>
    </form>
  );
}
