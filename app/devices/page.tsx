// Every sign-in of a person, in both modes, and the buttons that end them.

import type { Metadata } from "next";
import Link from "next/link";
import { signOutEverywhereAction } from "@/app/_actions/sign-out";
import { accountOf } from "@/app/_ui/account";
import { Alert } from "@/app/_ui/alert";
import { Arrival } from "@/app/_ui/arrival.client";
import { Card } from "@/app/_ui/card";
import { Endings } from "@/app/_ui/endings";
import { Pages } from "@/app/_ui/pages";
import { PageHeading, Shell } from "@/app/_ui/shell";
import { SignOutForm } from "@/app/_ui/sign-out-form.client";
import { SubmitButton } from "@/app/_ui/submit-button.client";
import { deviceListing, endingEffects, listDevices } from "@/lib/accounts/devices";
import { type EndedSignIns, isEndedSignIns } from "@/lib/accounts/endings";
import { isRecent } from "@/lib/accounts/recent";
import { readAccount, requireUser } from "@/lib/session/dal";
import { readFlash } from "@/lib/session/flash";
import { cursorTo, pageAt } from "@/lib/session/paging";
import { endDeviceAction, endOtherDevicesAction } from "./actions";
import { DeviceCard } from "./device-card";
import { HowFast } from "./how-fast";

export const metadata: Metadata = { title: "Devices" };

const PATH = "/devices";

export default async function DevicesPage({ searchParams }: PageProps<"/devices">) {
  const auth = await requireUser(PATH);
  const asked = await searchParams;
  const ended = asked.ended === "1" ? await readFlash<EndedSignIns>() : null;
  const page = await pageAt(deviceListing, asked.cursor);
  const isFirst = page.after === undefined;
  const [{ devices, next }, effects] = await readAccount(() =>
    Promise.all([listDevices(auth, page), endingEffects(auth)]),
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
