// One account in the list of people: who, in which state, how often signed in, and the buttons. A line of a
// table on a desk, a card on a phone; the names of the facts are there in both.

import Link from "next/link";
import type { ReactNode } from "react";
import { SubmitButton } from "@/app/_ui/controls/submit-button.client";
import { ModeIcon, Sign } from "@/app/_ui/drawings/icons";
import { LocalTime } from "@/app/_ui/words/local-time.client";
import { modeLook } from "@/app/_ui/words/modes";
import type { ManagedAccount } from "@/lib/accounts/admin/managed-accounts";
import { MODE_NAMES, type ModeName } from "@/lib/auth/names";
import type { ActName, View } from "./acts";

const columns = "xl:grid-cols-[minmax(0,1.7fr)_6.5rem_14.5rem_6.5rem_minmax(0,auto)] xl:gap-x-5";

/** For the eye only: every fact carries its name. */
export function PersonHeads() {
  return (
    <div
      aria-hidden="true"
      className={`hidden border-b border-line-strong pb-2 text-sm font-medium xl:grid ${columns}`}
    >
      <span>Person</span>
      <span>State</span>
      <span>Created</span>
      <span>Signed in</span>
      <span className="w-84">Change</span>
    </div>
  );
}

interface PersonProps {
  user: ManagedAccount;
  isSelf: boolean;
  action: (data: FormData) => Promise<void>;
  view: View;
}

export function Person({ user, isSelf, action, view }: PersonProps) {
  const { id, name, email, role, disabled, demo, createdAt, signIns } = user;
  return (
    <li className={`grid min-w-0 gap-x-4 gap-y-3 py-4 max-xl:first:pt-0 xl:items-center ${columns}`}>
      <div className="min-w-0">
        <h3 className="text-base font-semibold wrap-anywhere">
          {name}
          {isSelf ? <span className="font-normal text-muted"> (you)</span> : null}
        </h3>
        <p className="text-[0.9375rem] wrap-anywhere">{email}</p>
        <p className="mt-0.5 text-sm text-muted">
          {demo ? "Demo account · " : null}
          <Link
            href={{ pathname: "/activity", query: { user: id } }}
            prefetch={false}
            className="inline-block py-0.5 underline underline-offset-2 hover:text-ink"
          >
            Activity<span className="sr-only"> of {name}</span>
          </Link>
        </p>
      </div>
      <dl className="grid min-w-0 grid-cols-[5.25rem_1fr] gap-x-3 gap-y-1.5 text-[0.9375rem] xl:contents">
        <Fact label="State">
          <span className="flex flex-wrap gap-1.5 xl:flex-col xl:items-start">
            <Pill>{role === "admin" ? "Admin" : "User"}</Pill>
            {disabled ? <Pill bad>Disabled</Pill> : null}
          </span>
        </Fact>
        <Fact label="Created">
          <LocalTime date={createdAt.toISOString()} />
        </Fact>
        <Fact label="Signed in">
          <span className="flex flex-wrap gap-x-4 xl:flex-col">
            {MODE_NAMES.map((mode) => (
              <span
                key={mode}
                className={`inline-flex items-center gap-1.5 whitespace-nowrap tabular-nums ${signIns[mode] > 0 ? modeLook[mode].text : "text-muted"}`}
              >
                <ModeIcon mode={mode} className="size-3.5" />
                {counted(signIns[mode], nouns[mode])}
              </span>
            ))}
          </span>
        </Fact>
      </dl>
      {isSelf ? (
        <p className="text-sm text-muted xl:w-84">
          Nobody changes their own account here. Your own sign-ins:{" "}
          <Link href="/devices" prefetch={false} className="underline underline-offset-2">
            devices
          </Link>
          .
        </p>
      ) : (
        <form action={action} className="flex flex-wrap gap-2 xl:w-84">
          <input type="hidden" name="id" value={id} />
          {view.search ? <input type="hidden" name="search" value={view.search} /> : null}
          {view.cursor ? <input type="hidden" name="cursor" value={view.cursor} /> : null}
          {role === "admin" ? (
            <Act act="make-user" label="Make user" name={name} />
          ) : (
            <Act act="make-admin" label="Make admin" name={name} />
          )}
          {disabled ? (
            <Act act="enable" label="Enable" name={name} />
          ) : (
            <Act act="disable" label="Disable" name={name} danger />
          )}
          <Act act="sign-out" label="End sign-ins" name={name} />
        </form>
      )}
    </li>
  );
}

interface ActProps {
  act: ActName;
  label: string;
  name: string;
  danger?: boolean;
}

/** Its name says whom it is about: there is one like it for every person. */
function Act({ act, label, name, danger = false }: ActProps) {
  return (
    <SubmitButton
      name="act"
      value={act}
      size="sm"
      variant={danger ? "danger" : "secondary"}
      className="max-xl:min-h-11"
    >
      <span>
        {label}
        <span className="sr-only">: {name}</span>
      </span>
    </SubmitButton>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0 max-xl:col-span-2 max-xl:grid max-xl:grid-cols-subgrid">
      <dt className="text-sm text-muted xl:sr-only">{label}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}

function Pill({ bad = false, children }: { bad?: boolean; children: ReactNode }) {
  return (
    <span
      className={`inline-flex items-center gap-1 rounded-full border px-2 text-[0.8125rem] font-medium ${bad ? "border-bad bg-bad-soft text-bad" : "border-line-strong"}`}
    >
      {bad ? <Sign name="cross" className="size-3" /> : null}
      {children}
    </span>
  );
}

const nouns: Record<ModeName, [one: string, many: string]> = {
  session: ["session", "sessions"],
  jwt: ["JWT", "JWTs"],
};
const counted = (count: number, [one, many]: [string, string]) => `${count} ${count === 1 ? one : many}`;
