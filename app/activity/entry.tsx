// One event as a line that opens: a sign, a sentence, the time. What needs attention stands out by words and
// a frame, not by color alone.

import Link from "next/link";
import type { ReactNode } from "react";
import type { Tone } from "@/app/_ui/controls/alert";
import { Disclosure } from "@/app/_ui/controls/disclosure";
import { Sign } from "@/app/_ui/drawings/icons";
import { KeyValue } from "@/app/_ui/words/key-value";
import { LocalTime } from "@/app/_ui/words/local-time.client";
import type { Person } from "@/lib/audit";
import type { ActivityView } from "@/lib/audit/view";
import type { UserId } from "@/lib/auth/contract";
import { NOBODY } from "@/lib/stores/audit";
import { Facts } from "./facts";
import { pageLink } from "./filter";
import { looks, sentence } from "./words";

const tones: Record<Tone, string> = {
  info: "border-line-strong text-muted",
  ok: "border-ok bg-ok-soft text-ok",
  warn: "border-warn bg-warn-soft text-warn",
  bad: "border-bad bg-bad-soft text-bad",
};

interface EntryProps {
  event: ActivityView;
  people: ReadonlyMap<UserId, Person>;
  /** In a list of more than one person, each line says whose it is. */
  showOwner: boolean;
}

export function Entry({ event, people, showOwner }: EntryProps) {
  const { userId, actorId } = event;
  const { sign, tone } = looks[event.kind];
  const notice = noticeOf(event, !showOwner);
  const actor = actorId ? (people.get(actorId)?.name ?? "somebody whose account is gone") : null;
  const line = (
    <span className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-0.5 py-1.5 font-normal">
      <span className={`grid size-7 shrink-0 place-items-center rounded-full border ${tones[tone]}`}>
        <Sign name={sign} className="size-3.5" />
      </span>
      <span className="min-w-0 flex-1 basis-48 wrap-anywhere">
        {showOwner ? <strong className="font-semibold">{nameOf(userId, people)}: </strong> : null}
        {sentence(event, actor)}
      </span>
      <span className="text-sm max-sm:basis-full max-sm:pl-10">
        <LocalTime date={event.at} show="time" />
      </span>
    </span>
  );
  return (
    <li
      data-kind={event.kind}
      className={
        notice
          ? "my-2 rounded-lg border border-warn bg-warn-soft px-3 [&_details]:border-t-0 [&_details]:pt-0"
          : ""
      }
    >
      {notice ? <p className="pt-2.5 text-sm">{notice}</p> : null}
      <Disclosure summary={line}>
        <div className="pb-3 sm:pl-10">
          <Facts
            event={event}
            who={
              <>
                {showOwner ? <Account id={userId} people={people} label="Account" /> : null}
                {actorId && showOwner ? <Account id={actorId} people={people} label="Done by" /> : null}
                {actorId && !showOwner ? <KeyValue label="Done by">{actor}</KeyValue> : null}
              </>
            }
          />
        </div>
      </Disclosure>
    </li>
  );
}

/** What needs a look, and what its owner can do. */
function noticeOf({ kind, detail }: ActivityView, isOwn: boolean): ReactNode {
  if (kind === "sign-in" && detail.newDevice === true)
    return (
      <>
        <Badge>New device</Badge>
        {isOwn ? (
          <>
            Not you? End it in your <DevicesLink />.
          </>
        ) : null}
      </>
    );
  if (kind === "refresh.reused")
    return (
      <>
        <Badge>Possible theft</Badge> Two parties held the same token. Compare where each of them was.
      </>
    );
  return null;
}

function Badge({ children }: { children: ReactNode }) {
  return (
    <strong className="mr-1.5 inline-flex items-center gap-1.5 font-semibold text-warn">
      <Sign name="warn" className="size-3.5" />
      {children}.
    </strong>
  );
}

const DevicesLink = () => (
  <Link href="/devices" prefetch={false} className="underline underline-offset-2">
    devices
  </Link>
);

function nameOf(id: UserId, people: ReadonlyMap<UserId, Person>): string {
  if (id === NOBODY) return "No account";
  return people.get(id)?.name ?? "Deleted account";
}

function Account({ id, people, label }: { id: UserId; people: ReadonlyMap<UserId, Person>; label: string }) {
  const email = people.get(id)?.email;
  return (
    <KeyValue label={label} hint={email}>
      <Link
        href={pageLink({ groups: [], user: id, cursor: undefined })}
        prefetch={false}
        className="underline underline-offset-2"
      >
        {nameOf(id, people)}
      </Link>
    </KeyValue>
  );
}
