// The dashboard: a pair of credentials to try things on, and the sign-in that guards this page. Nothing is
// sent before the guard has answered.

import type { Metadata } from "next";
import { cookies } from "next/headers";
import { accountOf } from "@/app/_ui/shell/account";
import { PageHeading } from "@/app/_ui/shell/heading";
import { SessionWatch } from "@/app/_ui/shell/session-watch.client";
import { Shell } from "@/app/_ui/shell/shell";
import { themeCookie } from "@/app/_ui/shell/theme";
import { isOnStage } from "@/app/_ui/stage/is-on-stage";
import { pairGuarantees, viewPair } from "@/lib/pair/view";
import { getRuntime } from "@/lib/runtime/runtime";
import { heldCookies } from "@/lib/web/credentials/held-cookies";
import { describeOwnCredential } from "@/lib/web/credentials/own-credential";
import { readAccount, requireDescribedUser } from "@/lib/web/dal";
import { headersAfterAction } from "@/lib/web/forms/headers-after-action";
import { AllCookies } from "./_own/all-cookies";
import { OwnSignIn } from "./_own/own-sign-in";
import { PairStage, SideBySide } from "./_pair/side-by-side";

export const metadata: Metadata = { title: "Dashboard" };

export default async function DashboardPage({ searchParams }: PageProps<"/dashboard">) {
  const auth = await requireDescribedUser("/dashboard");
  const runtime = await getRuntime();
  const { userId } = auth.principal;
  const sent = await headersAfterAction(runtime);
  const [own, pair, settings] = await readAccount(() =>
    Promise.all([describeOwnCredential(auth), viewPair(runtime, userId, sent), runtime.settings.get(userId)]),
  );
  if (isOnStage(await searchParams))
    return (
      <>
        <PairStage pair={pair} terms={settings.jwt} />
        <SessionWatch />
      </>
    );
  const guarantees = pairGuarantees(runtime, settings, pair);
  return (
    <Shell account={accountOf(auth)} current="dashboard" width="wide">
      <PageHeading title="Dashboard">What your browser holds, and what the server makes of it.</PageHeading>
      <div className="grid min-w-0 gap-5">
        <SideBySide pair={pair} guarantees={guarantees} terms={settings.jwt}>
          <OwnSignIn own={own} mode={auth.mode} strategy={auth.strategy} />
          <AllCookies
            cookies={heldCookies(runtime, sent, auth.mode, own)}
            theme={(await cookies()).get(themeCookie) ? themeCookie : undefined}
          />
        </SideBySide>
      </div>
    </Shell>
  );
}
