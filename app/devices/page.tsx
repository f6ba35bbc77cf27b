// Every sign-in of a person, in both modes, and the buttons that end them.

import type { Metadata } from "next";
import Link from "next/link";
import { signOutEverywhereAction } from "@/app/_actions/sign-out";
import { Alert } from "@/app/_ui/controls/alert";
import { Pages } from "@/app/_ui/controls/pages";
import { SignOutForm } from "@/app/_ui/controls/sign-out-form.client";
import { SubmitButton } from "@/app/_ui/controls/submit-button.client";
import { accountOf } from "@/app/_ui/shell/account";
import { Arrival } from "@/app/_ui/shell/arrival.client";
import { Card } from "@/app/_ui/shell/card";
import { PageHeading } from "@/app/_ui/shell/heading";
import { Shell } from "@/app/_ui/shell/shell";
import { Endings } from "@/app/_ui/words/endings";
import { deviceListing, endingEffects, listDevices } from "@/lib/accounts/sign-ins/devices";
import { type EndedSignIns, isEndedSignIns } from "@/lib/accounts/sign-ins/endings";
import { isRecent } from "@/lib/accounts/sign-ins/live-sign-in";
import { getRuntime } from "@/lib/runtime/runtime";
import { cursorTo, pageAt } from "@/lib/web/api/paging";
import { readAccount, requireUser } from "@/lib/web/dal";
import { readFlash } from "@/lib/web/forms/flash";
import { endDeviceAction, endOtherDevicesAction } from "./actions";
import { DeviceCard } from "./device-card";
import { HowFast } from "./how-fast";

export const metadata: Metadata = { title: "Devices" };

const PATH = "/devices";

export default async function DevicesPage({ searchParams }: PageProps<"/devices">) {
  const auth = await requireUser(PATH);
  const runtime = await getRuntime();
  const asked = await searchParams;
  const ended = asked.ended === "1" ? await readFlash<EndedSignIns>() : null;
  const page = await pageAt(deviceListing, asked.cursor);
  const isFirst = page.after === undefined;
  const [{ devices, next }, effects] = await readAccount(() =>
    Promise.all([listDevices(runtime, auth, page), endingEffects(runtime, auth)]),
  );
  const cursor = await cursorTo(deviceListing, next);
  const hasOthers = !isFirst || devices.some(({ current }) => !current) || next !== null;
  return (
    <Shell account={accountOf(auth)} current="devices">
      <PageHeading title="Devices">
        Every place where you are signed in. Something here that is not you? End it, then{" "}
        <Link href="/account" prefetch={false} className="text-ink underline underline-offset-4">
          change your password
        </Link>
        .
      </PageHeading>
      <div className="grid gap-6">
        {isEndedSignIns(ended) ? (
          <Arrival>
            <Endings title={titleOf(ended)} endings={ended.endings} />
          </Arrival>
        ) : null}
        {isFirst && !devices.some(({ current }) => current) ? <OwnHasEnded /> : null}
        <ul aria-label="Your sign-ins" className="grid gap-4">
          {devices.map((device) => (
            <li key={device.id}>
              <DeviceCard device={device} action={endDeviceAction} />
            </li>
          ))}
        </ul>
        <Pages
          isFirst={isFirst}
          next={cursor}
          to={(chosen) => ({ pathname: PATH, query: chosen ? { cursor: chosen } : {} })}
        />
        <EndSeveral hasOthers={hasOthers} recent={isRecent(auth)} />
        <HowFast effects={effects} />
      </div>
    </Shell>
  );
}

function titleOf({ label, endings }: EndedSignIns): string {
  if (label) return `${label} is signed out`;
  return endings.length > 0 ? "All others are signed out" : "There was no other sign-in";
}

/** A JWT outlives its sign-in where nothing is looked up. */
function OwnHasEnded() {
  return (
    <Alert tone="warn" title="This browser’s own sign-in has ended" live={false}>
      It is in no list any more and gets no new token. This page still opens because its last access token has
      not expired yet.
    </Alert>
  );
}

function EndSeveral({ hasOthers, recent }: { hasOthers: boolean; recent: boolean }) {
  // On the way to the password nobody is signed out yet, so the other tabs are told nothing.
  const EverywhereForm = recent ? SignOutForm : "form";
  return (
    <Card id="several" title="End several at once">
      <p className="max-w-prose text-muted">
        {recent
          ? "You gave your password within the last 15 minutes, so you are not asked for it again."
          : "You gave your password more than 15 minutes ago, so you are asked for it first."}
      </p>
      <div className="flex flex-wrap gap-3">
        {hasOthers ? (
          <form action={endOtherDevicesAction}>
            <SubmitButton variant="secondary">Sign out all others</SubmitButton>
          </form>
        ) : null}
        <EverywhereForm action={signOutEverywhereAction}>
          <SubmitButton variant="danger">Sign out everywhere</SubmitButton>
        </EverywhereForm>
      </div>
    </Card>
  );
}
