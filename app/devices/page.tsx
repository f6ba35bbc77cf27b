// Every sign-in of a person, in both modes, and the buttons that end them.

import type { Metadata } from "next";
import Link from "next/link";
import { signOutEverywhereAction } from "@/app/_actions/sign-out";
import { accountOf } from "@/app/_ui/account";
import { Alert } from "@/app/_ui/alert";
import { Arrival } from "@/app/_ui/arrival.client";
import { Card } from "@/app/_ui/card";
import { Endings } from "@/app/_ui/endings";
import { PageHeading, Shell } from "@/app/_ui/shell";
import { SignOutForm } from "@/app/_ui/sign-out-form.client";
import { SubmitButton } from "@/app/_ui/submit-button.client";
import { type Device, endingEffects, listDevices } from "@/lib/accounts/devices";
import { type EndedSignIns, isEndedSignIns } from "@/lib/accounts/endings";
import { isRecent } from "@/lib/accounts/recent";
import { readAccount, requireUser } from "@/lib/session/dal";
import { readFlash } from "@/lib/session/flash";
import { endDeviceAction, endOtherDevicesAction } from "./actions";
import { DeviceCard } from "./device-card";
import { HowFast } from "./how-fast";

export const metadata: Metadata = { title: "Devices" };

export default async function DevicesPage({ searchParams }: PageProps<"/devices">) {
  const auth = await requireUser("/devices");
  const ended = (await searchParams).ended === "1" ? await readFlash<EndedSignIns>() : null;
  const [devices, effects] = await readAccount(() => Promise.all([listDevices(auth), endingEffects(auth)]));
  const own = devices.filter(({ current }) => current);
  const others = devices.filter(({ current }) => !current);
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
        {own.length === 0 ? <OwnHasEnded /> : null}
        <ul aria-label="Your sign-ins" className="grid gap-4">
          {[...own, ...others].map((device) => (
            <li key={device.id}>
              <DeviceCard device={device} action={endDeviceAction} />
            </li>
          ))}
        </ul>
        <EndSeveral others={others} recent={isRecent(auth)} />
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

function EndSeveral({ others, recent }: { others: readonly Device[]; recent: boolean }) {
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
        {others.length > 0 ? (
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
